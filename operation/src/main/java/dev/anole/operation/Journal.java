package dev.anole.operation;

/** What has been changed on a host, and how to take it back. */
public interface Journal {
}
