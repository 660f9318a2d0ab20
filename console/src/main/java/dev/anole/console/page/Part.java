package dev.anole.console.page;

/** What an element is made of: a piece of a page inside it, or an attribute on it. */
public sealed interface Part permits Html, Attribute {
}
