package dev.perdure.store;

import dev.perdure.testkit.TestCipher;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test of what is only so while messages are not encrypted, such as search. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = TestCipher.PROPERTY, matches = "true")
@interface InTheClear {}
