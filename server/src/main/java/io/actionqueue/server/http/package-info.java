/// HTTP without rules: requests and responses as values ([ApiRequest], [ApiResponse]), the table of
/// routes and what is asked of a caller before one runs ([Router]), the statuses of refusals
/// ([Statuses]), and the one place that knows the web server ([WebListener]).
@NullMarked
package io.actionqueue.server.http;

import org.jspecify.annotations.NullMarked;
