package io.actionqueue.core.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammar of spec 02 §2.4: what is read, as what, and how the rest is refused.
class CronGrammarTest {
  private static final long SUNDAY = 1_749_990_896L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          *******|* * * * * * *
          ******|* * * * * *
          \t 0\t0  0\t*  * * |0 0 0 * * *
          0 0 0***|0 0 0 * * *
          0 0 0 * 5mon|0 0 0 * 5 mon
          0 0 0 1 - 5 * *|0 0 0 1-5 * *
          0 0 0 1 , 5 * *|0 0 0 1,5 * *
          0 0 0 ,1 * * *|0 0 0,1 * * *
          0 0 0 -1 * * *|0 0 0-1 * * *
          0 0 0 1-20 / 5 * *|0 0 0 1-20/5 * *
          0 0 0 */ 5 * *|0 0 0 */5 * *
          0 0 0 ? * ?|0 0 0 * * *
          0 0 0 ?/2 * *|0 0 0 */2 * *
          0 0 0 ?,3 * *|0 0 0 * * *
          0 0 0 * JANUARY,Feb,mAr *|0 0 0 * 1-3 *
          0 0 0 * january-MARCH *|0 0 0 * 1-3 *
          0 0 0 * * TUES,Thurs|0 0 0 * * 3,5
          0 0 0 * * Tuesday,thu|0 0 0 * * 3,5
          0 0 0 * * sun-sat/3|0 0 0 * * 1,4,7
          000 00 007 * * *|0 0 7 * * *
          0 0 0 5/10 * *|0 0 0 5,15,25 * *
          0 0 0 1/4294967295 * *|0 0 0 1 * *
          0 0 0 1 1 * */20|0 0 0 1 1 * 1970,1990,2010,2030,2050,2070,2090
          0 0 0 1 1 * 2095/5|0 0 0 1 1 * 2095,2100
          0 0 0 1,1,1-2 * *|0 0 0 1,2 * *
            @yearly |0 0 0 1 1 *
          @monthly|0 0 0 1 * *
          @weekly|0 0 0 * * SUN
          @hourly|0 0 * * * *
          """)
  void equivalentFormsFireAtTheSameInstants(String form, String plain) {
    assertThat(CronExpression.parse(form).firings(SUNDAY, 50))
        .isNotEmpty()
        .isEqualTo(CronExpression.parse(plain).firings(SUNDAY, 50));
    assertThat(CronExpression.parse(form).text()).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          * * * * *          | day of week (field 6), column 10: expected a value but found the end
          ``                 | second (field 1), column 1: expected a value but found the end
          * * * * * * * *    | column 15: unexpected '*' after the last field
          60 * * * * *       | second (field 1), column 1: 60 is out of range, 0 to 59 are allowed
          * 60 * * * *       | minute (field 2), column 3: 60 is out of range, 0 to 59 are allowed
          * * 24 * * *       | hour (field 3), column 5: 24 is out of range, 0 to 23 are allowed
          * * * 0 * *        | day of month (field 4), column 7: 0 is out of range, 1 to 31
          * * * 1-32 * *     | day of month (field 4), column 9: 32 is out of range
          * * * * 13 *       | month (field 5), column 9: 13 is out of range, 1 to 12
          * * * * * 0        | day of week (field 6), column 11: 0 is out of range, 1 to 7
          * * * * * 8        | day of week (field 6), column 11: 8 is out of range
          * * * * * * 1969   | year (field 7), column 13: 1969 is out of range, 1970 to 2100
          * * * * * * 2101   | year (field 7), column 13: 2101 is out of range
          0 0 22-4 * * *     | hour (field 3), column 5: the range 22-4 does not ascend
          0 0 0 * * FRI-MON  | day of week (field 6), column 11: the range 6-2 does not ascend
          0 0 0 * * MON/2    | day of week (field 6), column 14: a single name cannot take a step
          0 0 0 */0 * *      | day of month (field 4), column 9: a step must be at least 1, was 0
          0 0 0 1/4294967296 * * | column 9: the number 4294967296 is too large
          0 0 0 1/99999999999999999999 * * | is too large
          ? * * * * *        | second (field 1), column 1: '?' is allowed for day of month and day
          * * * * ? *        | month (field 5), column 9: '?' is allowed for
          * * * * * * ?      | year (field 7), column 13: '?' is allowed for
          * * * 1,? ? *      | month (field 5), column 11: '?' is allowed for
          jan * * * * *      | second (field 1), column 1: names are not allowed here, found 'jan'
          0 0 0 L * *        | day of month (field 4), column 7: names are not allowed here, found 'L'
          0 0 0 15W * *      | month (field 5), column 9: unknown name 'W'
          0 0 0 * * FRI#2    | year (field 7), column 14: expected a value but found '#'
          0 0 0 * * FRIL     | day of week (field 6), column 11: unknown name 'FRIL'
          0 0 0 * sept *     | month (field 5), column 9: unknown name 'sept'
          0 0 0 * ma *       | month (field 5), column 9: unknown name 'ma'
          0 0 0 * mon *      | month (field 5), column 9: unknown name 'mon'
          """)
  void refusalsNameFieldColumnAndReason(String expression, String excerpt) {
    assertRefused(expression, excerpt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0 0 0 * * 2-FRI    | day of week (field 6), column 13: expected a number after '-' but
          0 0 0 * * MON-6    | day of week (field 6), column 15: expected a name after '-' but found
          0 0 0 * * 1-       | day of week (field 6), column 13: expected a number after '-' but found
          0 0 0 * * */       | day of week (field 6), column 13: expected a step after '/' but found
          0 0 0 * * */x      | day of week (field 6), column 13: expected a step after '/' but found 'x'
          0 0 0 1, * *       | day of month (field 4), column 10: expected a value but found '*'
          * * * ,1 * *       | day of month (field 4), column 7: expected a value but found ','
          * * * -1 * *       | day of month (field 4), column 7: expected a value but found '-'
          0 0 0 * /5 * *     | month (field 5), column 9: expected a value but found '/'
          0 0 0 1,,2 * *     | day of month (field 4), column 9: expected a value but found ','
          0 0 0 1-2-3 * *    | month (field 5), column 10: expected a value but found '-'
          0 0 0 1/2/3 * *    | month (field 5), column 10: expected a value but found '/'
          0 0 0 * * * 2030 x | column 18: unexpected 'x' after the last field
          @annually          | column 1: unknown shorthand '@annually'; @yearly, @monthly, @weekly,
          @midnight          | unknown shorthand '@midnight'
          @reboot            | unknown shorthand '@reboot'
          @Daily             | unknown shorthand '@Daily'
          @daily *           | unknown shorthand '@daily *'
          @                  | unknown shorthand '@'
          0 0 0 é * *        | day of month (field 4), column 7: expected a value but found 'é'
          0 0 0 ٣ * *        | day of month (field 4), column 7: expected a value but found '٣'
          """)
  void brokenListsStepsAndShorthandsAreRefused(String expression, String excerpt) {
    assertRefused(expression, excerpt);
  }

  private static void assertRefused(String expression, String excerpt) {
    assertThatThrownBy(() -> CronExpression.parse(expression))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidValue.class))
        .returns("CronPolicyError", InvalidValue::kind)
        .extracting(InvalidValue::getMessage, InstanceOfAssertFactories.STRING)
        .startsWith("cron expression '" + expression + "': ")
        .contains(excerpt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 0 * *\u0000 *", "0 0 0 * * *\u0000", "\u00a00 0 0 * * *", " ", "\n"})
  void otherCharactersAreRefused(String expression) {
    assertThatThrownBy(() -> CronExpression.parse(expression)).isInstanceOf(InvalidValue.class);
  }

  @Test
  void controlCharactersAreNamedByNumber() {
    assertThatThrownBy(() -> CronExpression.parse("0 0 0 * * *\u0001"))
        .hasMessageContaining("column 12: expected a value but found U+0001");
  }

  @Test
  void classicFiveFieldExpressionsGetAHint() {
    assertThatThrownBy(() -> CronExpression.parse("*/5 * * * *"))
        .hasMessageContaining("six or seven fields are needed, the first one is the second");
  }
}
