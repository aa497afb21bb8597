// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The operand of -_ckpt_signals.
#include "runtime/start/signal_lists.h"
#include "test/unit/check.h"

using namespace ckpt;

namespace {

constexpr u64 bit(int sig) { return 1ull << (sig - 1); }

start::SignalLists parsed(StringView text) {
  start::SignalLists lists;
  Reason why;
  if (!start::parse_signal_lists(text, lists, why))
    return {};
  return lists;
}

std::string refused(StringView text) {
  start::SignalLists lists = {7, 8};
  Reason why;
  bool good = start::parse_signal_lists(text, lists, why);
  CHECK(lists.vacate == 7 || good);
  StringView view = why.view();
  return good ? "accepted" : std::string(view.data, view.size);
}

} // namespace

TEST(names_and_numbers) {
  CHECK_EQ(parsed("TERM+TSTP,USR2").vacate, bit(15) | bit(20));
  CHECK_EQ(parsed("TERM+TSTP,USR2").periodic, bit(12));
  CHECK_EQ(parsed("SIGTERM,sigusr1").vacate, bit(15));
  CHECK_EQ(parsed("SIGTERM,sigusr1").periodic, bit(10));
  CHECK_EQ(parsed("1+2,64").vacate, bit(1) | bit(2));
  CHECK_EQ(parsed("1+2,64").periodic, bit(64));
  CHECK_EQ(parsed("TERM+TERM+15,10").vacate, bit(15));
}

TEST(one_list_may_be_empty) {
  CHECK_EQ(parsed("TERM,").vacate, bit(15));
  CHECK_EQ(parsed("TERM,").periodic, 0u);
  CHECK_EQ(parsed(",USR1").vacate, 0u);
  CHECK_EQ(parsed(",USR1").periodic, bit(10));
  CHECK_EQ(refused(","), "both lists are empty; name at least one signal");
}

TEST(real_time_signals) {
  CHECK_EQ(parsed("RTMIN,RTMAX").vacate, bit(34));
  CHECK_EQ(parsed("RTMIN,RTMAX").periodic, bit(64));
  CHECK_EQ(parsed("SIGRTMIN+3,rtmax-1").vacate, bit(37));
  CHECK_EQ(parsed("SIGRTMIN+3,rtmax-1").periodic, bit(63));
  CHECK_EQ(parsed("RTMIN+3+USR2,TERM").vacate, bit(37) | bit(12));
  CHECK_EQ(parsed("RTMIN+USR2,TERM").vacate, bit(34) | bit(12));
  CHECK_EQ(parsed("3+RTMIN,TERM").vacate, bit(34) | bit(3));
  CHECK_EQ(parsed("RTMIN+30,TERM").vacate, bit(64));
  CHECK_EQ(parsed("RTMAX-30,TERM").vacate, bit(34));
}

TEST(what_is_no_signal) {
  for (const char *word : {"TERMX,USR2", "SIG,USR2", "0,USR2", "65,USR2",
                           "-1,USR2", "1x,USR2", "RTMAX-31,USR2", "RTMAX+1x,1",
                           "RTMAX-,USR2", "USR2,+TERM", "TERM++HUP,USR2",
                           "SIGSIGTERM,USR2", " TERM,USR2", "USR2,TERM,HUP",
                           "RTMIN+77,USR2"})
    CHECK(refused(word).find(" is not a signal; give names") !=
          std::string::npos);
  CHECK_EQ(refused("TERM+,USR2"), "a signal is missing behind the last +");
  CHECK_EQ(refused("TERM"), "two lists with a comma between them are needed, "
                            "as in TERM+TSTP,USR2");
  CHECK_EQ(refused(""), refused("TERM"));
}

TEST(forbidden_signals) {
  for (const char *word :
       {"KILL", "SIGSTOP", "9", "19", "SEGV", "11", "ILL", "TRAP", "5", "ABRT",
        "iot", "6", "BUS", "FPE", "PIPE", "CHLD", "CLD", "17", "XFSZ", "SYS",
        "32", "33"}) {
    std::string why = refused((std::string(word) + ",TERM").c_str());
    CHECK(why.starts_with(word));
    CHECK(why.find(" cannot ask for checkpoints: ") != std::string::npos);
    CHECK(refused((std::string("TERM,") + word).c_str()) == why);
  }
}

TEST(a_signal_in_both_lists) {
  CHECK_EQ(refused("TERM+USR1,USR2+SIGUSR1"),
           "signal 10 is in both lists; it can ask for one kind of checkpoint "
           "only");
}
