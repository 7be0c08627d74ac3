"""The screens of caseworkers, and the page on which a person sees the own figures."""
