package io.actionqueue.core.actor; final class Stub { private Stub() {} }
