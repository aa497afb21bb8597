// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/flag_apply.h"
#include "runtime/proc/number.h"
#include "runtime/start/option_names.h"
#include "runtime/start/option_values.h"

namespace ckpt::start {

static void add_choices(StringView choices, Reason &why) {
  for (size_t i = 0; !choices.empty(); ++i) {
    size_t end = choices.find('|');
    why.add(i ? ", " : "", choices.take(end));
    choices = choices.drop(end + 1);
  }
}

static bool refuse_unknown(const Flag &flag, Reason &why) {
  StringView condor(kCondorPrefix);
  if (flag.word.starts_with(condor)) {
    why.set("I don't understand argument ",
            quoted(flag.word.drop(condor.size)));
    return false;
  }
  why.set("I don't understand argument ",
          quoted(flag.word.drop(StringView(kCkptPrefix).size)), "; ");
  const Option *closest = closest_option(flag.word);
  if (closest)
    why.add("did you mean ", closest->spelling, closest->gap(),
            closest->operands, "? ");
  why.add("-_ckpt_help lists all flags");
  return false;
}

// The texts of the original library, which scripts may look for.
static bool refuse_missing_operand(const Option &option, Reason &why) {
  switch (option.id) {
  case OptionId::kCondorCkpt:
    why.set(option.spelling, " requires another argument");
    break;
  case OptionId::kCondorCmdFd:
  case OptionId::kCondorCmdFile:
    why.set("Error in command line syntax");
    break;
  default:
    why.set(option.spelling, " requires an argument");
    if (option.values[0]) {
      why.add(": one of ");
      add_choices(option.values, why);
    }
  }
  return false;
}

static bool set_path(const Flag &flag, char (&path)[kPathMax], Reason &why) {
  StringView name = flag.operand[0];
  if (name.empty()) {
    why.set(flag.option->spelling,
            ": the file name is empty; give the file's name");
    return false;
  }
  bool image = flag.option->id == OptionId::kCondorCkpt ||
               flag.option->id == OptionId::kCkptFile;
  if (image && name.find('\n') < name.size) {
    why.set(flag.option->spelling,
            ": the file name has a line feed, and no checkpoint could be "
            "written to it; give another name");
    return false;
  }
  if (name.size >= kPathMax) {
    why.set(flag.option->spelling, ": the file name has ", name.size,
            " characters; at most ", kPathMax - 1, " are possible");
    return false;
  }
  for (size_t i = 0; i < name.size; ++i)
    path[i] = name[i];
  path[name.size] = 0;
  return true;
}

// The one value of a flag that has a list of them.
static bool choose(const Flag &flag, size_t &index, Reason &why) {
  StringView choices(flag.option->values);
  index = choice_index(choices, flag.operand[0], /*ignore_case=*/false);
  if (!nth_part(choices, '|', index).empty())
    return true;
  why.set(flag.option->spelling, " ", quoted(flag.operand[0]),
          ": the value must be one of ");
  add_choices(choices, why);
  return false;
}

static_assert(static_cast<int>(WarningKind::kNotice) == 0 &&
                  static_cast<int>(WarningKind::kBadUrl) == 3 &&
                  static_cast<int>(WarningMode::kOnce) == 2 &&
                  static_cast<int>(OnError::kKill) == 1 &&
                  static_cast<int>(CpuCheck::kIgnore) == 1 &&
                  static_cast<int>(ClockRule::kJump) == 1,
              "the values in options.def are in the order of these enums");

bool set_warning(StringView kind_name, StringView mode_name, Config &config,
                 Reason &why) {
  StringView values(find_option("-_condor_warning")->values);
  StringView kinds = nth_part(values, ' ', 0); // ALL, then every WarningKind
  StringView modes = nth_part(values, ' ', 1);
  size_t kind = choice_index(kinds, kind_name, /*ignore_case=*/true);
  size_t mode = choice_index(modes, mode_name, /*ignore_case=*/true);
  if (kind > kWarningKinds || nth_part(modes, '|', mode).empty()) {
    why.set("-_condor_warning KIND MODE: KIND must be one of ");
    add_choices(kinds, why);
    why.add("\nMODE must be one of ");
    add_choices(modes, why);
    return false;
  }
  for (size_t i = 0; i < kWarningKinds; ++i)
    if (kind == 0 || kind == i + 1)
      config.warning[i] = static_cast<WarningMode>(mode);
  return true;
}

static bool add_debug_level(const Flag &flag, Config &config, Reason &why) {
  StringView name = flag.word.drop(StringView(flag.option->spelling).size);
  u64 bit = 1;
  for (const DebugLevelName &level : kDebugLevelNames) {
    if (name == StringView(level.name)) {
      config.debug_levels |= bit;
      return true;
    }
    bit <<= 1;
  }
  why.set("I don't understand debug level D_", quoted(name),
          "; the levels are");
  for (const DebugLevelName &level : kDebugLevelNames)
    why.add(" D_", level.name);
  return false;
}

static bool is_number(StringView word) {
  for (char c : word)
    if (c < '0' || c > '9')
      return false;
  return !word.empty() && word.size <= 9;
}

static bool set_command_fd(StringView word, Config &config, Reason &why) {
  if (!is_number(word)) {
    why.set("Can't parse cmd stream fd (", quoted(word), ")");
    return false;
  }
  config.cmd_fd = 0;
  for (char c : word)
    config.cmd_fd = config.cmd_fd * 10 + (c - '0');
  config.cmd_fd_given = true;
  return true;
}

static bool set_command_stream(const Flag &flag, Config &config, Reason &why) {
  bool good = flag.option->id == OptionId::kCondorCmdFd
                  ? set_command_fd(flag.operand[0], config, why)
                  : set_path(flag, config.cmd_file, why);
  if (!good || !config.cmd_fd_given || !config.cmd_file[0])
    return good;
  why.set("-_condor_cmd_fd ", config.cmd_fd, " and -_condor_cmd_file ",
          config.cmd_file, " exclude each other; give one of them");
  return false;
}

static bool refuse_not_yet(const Flag &flag, Reason &why) {
  why.set(flag.option->spelling,
          " does not work yet in this version; leave it out");
  return false;
}

// The name in the last of these flags serves for both: where to restart from
// and where to checkpoint to.
static bool apply_path(const Flag &flag, Config &config, Reason &why) {
  if (flag.option->id == OptionId::kCondorRestart)
    config.restart = true;
  config.own_name = true;
  return set_path(flag, config.image, why) &&
         set_path(flag, config.restart_image, why);
}

static bool apply_choice(const Flag &flag, Config &config, Reason &why) {
  size_t choice;
  if (!choose(flag, choice, why))
    return false;
  if (flag.option->id == OptionId::kCkptCpu)
    config.cpu = static_cast<CpuCheck>(choice);
  else if (flag.option->id == OptionId::kCkptClock)
    config.clock = static_cast<ClockRule>(choice);
  else if (flag.option->id == OptionId::kCkptOnError)
    config.on_error = static_cast<OnError>(choice);
  else
    config.no_rollback = choice == 1;
  return true;
}

static bool set_migrate_timeout(const Flag &flag, Config &config,
                                Reason &why) {
  constexpr u32 kMost = 86400;
  StringView rest = flag.operand[0];
  u32 seconds = 0;
  if (!proc::take_dec(rest, seconds) || !rest.empty() || seconds < 1 ||
      seconds > kMost) {
    why.set(flag.option->spelling, " needs a number of seconds from 1 to ",
            kMost, ", not ", quoted(flag.operand[0]));
    return false;
  }
  config.migrate_timeout = seconds;
  return true;
}

bool apply_flag(const Flag &flag, Config &config, Reason &why) {
  if (!flag.option)
    return refuse_unknown(flag, why);
  const Option &option = *flag.option;
  if (option.id == OptionId::kCondorWarning)
    return set_warning(flag.operand[0], flag.operand[1], config, why);
  if (flag.operand_count < option.operand_count())
    return refuse_missing_operand(option, why);
  if (option.status == OptionStatus::kNotYet)
    return refuse_not_yet(flag, why);
  switch (option.id) {
  case OptionId::kCondorCkpt:
  case OptionId::kCondorRestart:
  case OptionId::kCkptFile:
    return apply_path(flag, config, why);
  case OptionId::kCkptCpu:
  case OptionId::kCkptClock:
  case OptionId::kCkptRollback:
  case OptionId::kCkptOnError:
    return apply_choice(flag, config, why);
  case OptionId::kCkptSignals:
  case OptionId::kCkptInterval:
  case OptionId::kCkptDefer:
  case OptionId::kCkptKeep:
  case OptionId::kCkptStatus:
  case OptionId::kCkptPathMap:
  case OptionId::kCkptExitCode:
    return apply_value(flag, config, why);
  case OptionId::kCondorDebugLevel:
    return add_debug_level(flag, config, why);
  case OptionId::kCkptAuto:
    config.auto_restart = true;
    return true;
  case OptionId::kCondorRelocatable:
    config.relocatable = true;
    return true;
  case OptionId::kCondorAggravateBugs:
    config.aggravate_bugs = true;
    return true;
  case OptionId::kCondorNowarn:
    config.warning[static_cast<size_t>(WarningKind::kNotice)] =
        WarningMode::kOff;
    return true;
  case OptionId::kCondorDebugWait:
    config.debug_wait = true;
    return true;
  case OptionId::kCkptMigrateTimeout:
    return set_migrate_timeout(flag, config, why);
  case OptionId::kCkptHelp:
    config.help = true;
    return true;
  case OptionId::kCondorCmdFd:
  case OptionId::kCondorCmdFile:
    return set_command_stream(flag, config, why);
  case OptionId::kCondorWarning:
    break; // handled above
  }
  return refuse_not_yet(flag, why);
}

} // namespace ckpt::start
