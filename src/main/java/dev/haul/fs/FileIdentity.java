package dev.haul.fs;

/** What makes two names the same file: the device and the inode on it, never one alone. */
public record FileIdentity(long device, long inode) {}
