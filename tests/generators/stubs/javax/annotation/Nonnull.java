package javax.annotation;

/** Marks a value for analyzers. The generated client needs the name only. */
public @interface Nonnull {}
