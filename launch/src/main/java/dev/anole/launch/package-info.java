/**
 * How source becomes something that starts fast: jars are gathered into an immutable {@link dev.anole.launch.Image},
 * a {@link dev.anole.launch.Rehearsal} of real work trains one start-up cache a {@link dev.anole.launch.Role}, and a
 * {@link dev.anole.launch.Distribution} packs the same image with a Java run time. Nothing here runs in a started
 * Anole, except {@link dev.anole.launch.Repertoire}, and that only while it is trained.
 */
package dev.anole.launch;
