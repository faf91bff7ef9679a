/// Rules that hold for the whole repository, and tests that need more than one module.
///
/// `TidyTest` reads sources as text and syntax; the `…ArchTest` classes read class files.
/// Exceptions stand, each with its reason, in `src/test/resources/exceptions.txt`; that list only
/// shrinks.
@NullMarked
package io.actionqueue.systemtests;

import org.jspecify.annotations.NullMarked;
