// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/signal_lists.h"
#include "runtime/abi/signal_set.h"
#include "runtime/start/option_names.h"
#include "runtime/start/option_numbers.h"

namespace ckpt::start {

namespace {

struct SignalRow {
  u8 number;
  char name[8];
  char why_not[48];
};

constexpr SignalRow kSignalRows[] = {
#define CKPT_SIGNAL(number, name, why_not) {number, name, why_not},
#include "runtime/abi/signals.def"
};

constexpr u32 kFirstRealTime = 34; // glibc's SIGRTMIN: it keeps two (nptl(7))
constexpr u32 kLastSignal = 64;

// The front of `text` up to '+', which is taken too.
StringView take_part(StringView &text) {
  StringView part = text.take(text.find('+'));
  text = text.drop(part.size + 1);
  return part;
}

bool number_between(StringView word, u32 low, u32 high, u32 &number) {
  return parse_number(word, number) && number >= low && number <= high;
}

StringView without_sig(StringView word) {
  bool has = word.size > 3 && equal_ignoring_case(word.take(3), "SIG");
  return has ? word.drop(3) : word;
}

// RTMIN with its offset, RTMAX, RTMAX-n.  0: another word, or out of range.
u32 real_time_signal(StringView word, StringView &rest) {
  u32 offset = 0, most = kLastSignal - kFirstRealTime;
  if (equal_ignoring_case(word, "RTMIN")) {
    StringView after = rest;
    if (number_between(take_part(after), 0, most, offset))
      rest = after;
    return kFirstRealTime + offset;
  }
  if (!equal_ignoring_case(word.take(5), "RTMAX"))
    return 0;
  if (word.size == 5)
    return kLastSignal;
  bool good = word[5] == '-' && number_between(word.drop(6), 0, most, offset);
  return good ? kLastSignal - offset : 0;
}

const SignalRow *find_row(StringView word, u32 number) {
  for (const SignalRow &row : kSignalRows)
    if (number ? row.number == number : equal_ignoring_case(word, row.name))
      return &row;
  return nullptr;
}

// Takes one signal off the front of `rest`.
bool take_signal(StringView &rest, u64 &mask, Reason &why) {
  StringView given = take_part(rest);
  StringView word = without_sig(given);
  u32 number = 0;
  if (!number_between(given, 1, kLastSignal, number))
    number = real_time_signal(word, rest);
  const SignalRow *row = find_row(word, number);
  if (row)
    number = row->number;
  if (!number) {
    why.set(given.take(64), " is not a signal; give names as in TERM or "
                            "RTMIN+1, or numbers from 1 to 64, joined by +");
    return false;
  }
  if (row && row->why_not[0]) {
    why.set(given.take(64), " cannot ask for checkpoints: ", row->why_not,
            "; choose another signal");
    return false;
  }
  mask |= 1ull << (number - 1);
  return true;
}

bool take_list(StringView text, u64 &mask, Reason &why) {
  if (text.ends_with("+")) {
    why.set("a signal is missing behind the last +");
    return false;
  }
  while (!text.empty())
    if (!take_signal(text, mask, why))
      return false;
  return true;
}

} // namespace

bool parse_signal_lists(StringView text, SignalLists &out, Reason &why) {
  StringView vacate = text.take(text.find(','));
  if (vacate.size == text.size) {
    why.set("two lists with a comma between them are needed, as in "
            "TERM+TSTP,USR2");
    return false;
  }
  SignalLists lists;
  if (!take_list(vacate, lists.vacate, why) ||
      !take_list(text.drop(vacate.size + 1), lists.periodic, why))
    return false;
  if (lists.vacate & lists.periodic) {
    why.set("signal ",
            first_signal(lists.vacate & lists.periodic),
            " is in both lists; it can ask for one kind of checkpoint only");
    return false;
  }
  if (!(lists.vacate | lists.periodic)) {
    why.set("both lists are empty; name at least one signal");
    return false;
  }
  out = lists;
  return true;
}

} // namespace ckpt::start
