package io.actionqueue.core.schedule; final class Stub { private Stub() {} }
