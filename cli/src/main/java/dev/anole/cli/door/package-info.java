/** What the doors themselves can do: say what works here, how it is configured, and what is under way. */
package dev.anole.cli.door;
