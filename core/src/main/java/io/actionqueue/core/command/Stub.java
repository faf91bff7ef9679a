package io.actionqueue.core.command; final class Stub { private Stub() {} }
