/// The daemon's configuration: one table of keys ([ConfigKey]), layers that give values
/// ([ConfigLayer]: defaults, file, environment, flags), and the validated whole ([DaemonConfig]).
///
/// A value is kept as its text; a [ConfigType] says which texts are good. Later layers win key by
/// key.
@NullMarked
package io.actionqueue.server.config;

import org.jspecify.annotations.NullMarked;
