// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/option_values.h"
#include "runtime/restart/path_map.h"
#include "runtime/start/option_numbers.h"
#include "runtime/start/signal_lists.h"

namespace ckpt::start {

namespace {

bool take_number(const Flag &flag, u32 low, u32 high, u32 &number,
                 Reason &why) {
  u32 value = 0;
  if (parse_number(flag.operand[0], value) && value >= low && value <= high) {
    number = value;
    return true;
  }
  why.set(flag.option->spelling, " ", quoted(flag.operand[0]),
          ": the value must be a whole number from ", low, " to ", high);
  return false;
}

bool apply_signals(const Flag &flag, Config &config, Reason &why) {
  SignalLists lists;
  Reason detail;
  if (!parse_signal_lists(flag.operand[0], lists, detail)) {
    why.set(flag.option->spelling, " ", quoted(flag.operand[0]), ": ", detail);
    return false;
  }
  config.vacate_signals = lists.vacate;
  config.periodic_signals = lists.periodic;
  return true;
}

bool apply_path_map(const Flag &flag, Config &config, Reason &why) {
  Reason detail;
  bool good =
      restart::add_path_map(config.path_map, flag.operand[0], detail);
  if (!good)
    why.set(flag.option->spelling, " ", quoted(flag.operand[0]), ": ", detail);
  return good;
}

bool apply_status(const Flag &flag, Config &config, Reason &why) {
  StringView name = flag.operand[0];
  if (name.empty() || name.size >= kPathMax) {
    why.set(flag.option->spelling, ": the name of a file must have 1 to ",
            kPathMax - 1, " characters, not ", name.size);
    return false;
  }
  for (size_t i = 0; i < name.size; ++i)
    config.status[i] = name[i];
  config.status[name.size] = 0;
  return true;
}

bool apply_keep(const Flag &flag, Config &config, Reason &why) {
  u32 kept = 0;
  if (!take_number(flag, 1, kMostKept, kept, why))
    return false;
  config.older = kept - 1;
  return true;
}

bool apply_exit_code(const Flag &flag, Config &config, Reason &why) {
  u32 code = 0;
  if (!take_number(flag, 0, 255, code, why))
    return false;
  config.exits = true;
  config.exit_code = static_cast<u8>(code);
  return true;
}

} // namespace

bool apply_value(const Flag &flag, Config &config, Reason &why) {
  switch (flag.option->id) {
  case OptionId::kCkptDefer:
    return take_number(flag, 0, kLongestInterval, config.defer, why);
  case OptionId::kCkptInterval:
    return take_number(flag, 0, kLongestInterval, config.interval, why);
  case OptionId::kCkptKeep:
    return apply_keep(flag, config, why);
  case OptionId::kCkptStatus:
    return apply_status(flag, config, why);
  case OptionId::kCkptPathMap:
    return apply_path_map(flag, config, why);
  case OptionId::kCkptExitCode:
    return apply_exit_code(flag, config, why);
  default:
    return apply_signals(flag, config, why);
  }
}

bool flags_agree(const Config &config, Reason &why) {
  bool no_periodic = config.vacate_signals && !config.periodic_signals;
  if (!config.interval || !no_periodic)
    return true;
  why.set("-_ckpt_interval needs a signal: name one behind the comma of "
          "-_ckpt_signals, any that the program does not use");
  return false;
}

} // namespace ckpt::start
