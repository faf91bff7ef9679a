package io.actionqueue.testkit.disk;

/// One legal state after a power failure.
///
/// @param choice names it within its crash space
/// @param disk the disk after the restart: nothing on it is uncertain, no lock is held, no fault is
///   planned
public record CrashState(CrashChoice choice, SimulatedDisk disk) {}
