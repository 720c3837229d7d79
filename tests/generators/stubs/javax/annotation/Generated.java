package javax.annotation;

/** Marks generated code. The generated client needs the name only. */
public @interface Generated {
  String[] value();

  String date() default "";

  String comments() default "";
}
