// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/stat.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <vector>

using namespace ckpt;
using namespace ckpt::proc;

// Fields 4 to 52 are the text of `value(i)`.
template <class F> static std::string stat_of(const char *name, F value) {
  std::string text = std::string("7483 (") + name + ") R";
  for (unsigned i = 4; i <= 52; ++i)
    text += " " + value(i);
  return text + "\n";
}

static std::string numbered(const char *name) {
  return stat_of(name, [](unsigned i) { return std::to_string(1000 + i); });
}

static bool parse(const std::string &text, StatMm &out) {
  test::Exact exact(text);
  return parse_stat(exact.view(), out);
}

TEST(every_field_comes_from_its_place) {
  StatMm mm;
  REQUIRE(parse(numbered("job"), mm));
  CHECK_EQ(mm.state, u64{'R'});
  CHECK_EQ(mm.parent, 1004u);
  CHECK_EQ(mm.starttime, 1022u);
  CHECK_EQ(mm.start_code, 1026u);
  CHECK_EQ(mm.end_code, 1027u);
  CHECK_EQ(mm.start_stack, 1028u);
  CHECK_EQ(mm.start_data, 1045u);
  CHECK_EQ(mm.end_data, 1046u);
  CHECK_EQ(mm.start_brk, 1047u);
  CHECK_EQ(mm.arg_start, 1048u);
  CHECK_EQ(mm.arg_end, 1049u);
  CHECK_EQ(mm.env_start, 1050u);
  CHECK_EQ(mm.env_end, 1051u);
}

TEST(the_name_may_hold_anything) {
  for (const char *name : {"", "a b", ")", "(", "a) R 1 (b", "))))", "x\n) S 2",
                           ") R 1 2 3 4 5 6 7 8 9 10 11 12 13"}) {
    StatMm mm;
    CHECK(parse(numbered(name), mm));
    CHECK_EQ(mm.starttime, 1022u);
    CHECK_EQ(mm.env_end, 1051u);
  }
}

TEST(a_real_text) {
  StatMm mm;
  REQUIRE(parse("7483 (a) R 1 (b\n) R 7474 7474 2408 0 -1 4194304 131 0 0 0 0 "
                "0 0 0 20 0 1 0 130411 6823936 351 18446744073709551615 "
                "94376020828160 94376020831197 140728238591376 0 0 0 0 0 0 0 "
                "0 0 17 1 0 0 0 0 0 94376020843984 94376020844680 "
                "94376046252032 140728238597939 140728238597945 "
                "140728238597945 140728238600176 0\n",
                mm));
  CHECK_EQ(mm.starttime, 130411u);
  CHECK_EQ(mm.start_code, 94376020828160u);
  CHECK_EQ(mm.start_stack, 140728238591376u);
  CHECK_EQ(mm.start_brk, 94376046252032u);
  CHECK_EQ(mm.env_end, 140728238600176u);
}

TEST(negative_and_largest_numbers_of_other_fields) {
  StatMm mm;
  CHECK(parse(stat_of("x",
                      [](unsigned i) {
                        return std::string(i == 25   ? "18446744073709551615"
                                           : i == 52 ? "-1"
                                           : i < 20  ? "-9223372036854775808"
                                                     : "7");
                      }),
              mm));
  CHECK_EQ(mm.env_end, 7u);
}

TEST(an_overflow_anywhere_is_refused) {
  for (unsigned bad = 4; bad <= 52; ++bad) {
    for (const char *number :
         {"18446744073709551616", "-9223372036854775809", "x", "", "-"}) {
      StatMm mm;
      CHECK(!parse(stat_of("x",
                           [=](unsigned i) {
                             return std::string(i == bad ? number : "1");
                           }),
                   mm));
    }
  }
}

TEST(every_cut_before_the_last_field_is_refused) {
  std::string whole = numbered("a) R 1 (b");
  size_t last = whole.rfind(' ') + 1;
  for (size_t n = 0; n <= whole.size(); ++n) {
    StatMm mm;
    CHECK_EQ(parse(whole.substr(0, n), mm), n > last);
  }
}

TEST(texts_without_a_name_or_state) {
  StatMm mm;
  std::string fields = numbered("x").substr(std::strlen("7483 (x)"));
  CHECK(parse(")" + fields, mm));
  CHECK(!parse("x" + fields, mm));
  CHECK(!parse(fields, mm));
  for (const char *text :
       {"", ")", "()", "1 2 3", "(x)R 1", "(x) ", "(x) RR 1", "(x)  1 2 3"})
    CHECK(!parse(text, mm));
}
