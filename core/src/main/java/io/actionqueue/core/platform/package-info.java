/// Tenants, roles, capabilities and the ledger.
@NullMarked
package io.actionqueue.core.platform;

import org.jspecify.annotations.NullMarked;
