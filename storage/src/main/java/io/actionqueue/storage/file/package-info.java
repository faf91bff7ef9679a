/// The file system behind storage: channels of the JDK and the lock that makes one process the
/// owner of a directory.
@NullMarked
package io.actionqueue.storage.file;

import org.jspecify.annotations.NullMarked;
