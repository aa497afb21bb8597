// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/flags.h"
#include "runtime/abi/options.h"
#include "runtime/image/checksum.h"
#include "runtime/start/flag_apply.h"
#include "runtime/start/option_names.h"

namespace ckpt::start {

namespace {

// The words of argv, up to argc or the first null.
class ArgvWords {
public:
  ArgvWords(int argc, char *const *argv) : argc_(argc), argv_(argv) {}
  bool next(StringView &word) {
    if (position_ >= argc_ || !argv_ || !argv_[position_])
      return false;
    word = StringView(argv_[position_++]);
    return true;
  }
  int position() const { return position_; }

private:
  int argc_;
  int position_ = 0;
  char *const *argv_;
};

// The words of one string.
class TextWords {
public:
  explicit TextWords(StringView text) : rest_(text) {}
  bool next(StringView &word) {
    while (!rest_.empty() && is_blank(rest_[0]))
      rest_ = rest_.drop(1);
    size_t size = 0;
    while (size < rest_.size && !is_blank(rest_[size]))
      ++size;
    word = rest_.take(size);
    rest_ = rest_.drop(size);
    return size != 0;
  }

private:
  static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\0';
  }
  StringView rest_;
};

// The step that parsing and stripping share: if `word` is a flag, takes its
// operands from `words` too.
template <class Words>
bool read_flag(Words &words, StringView word, Flag &flag) {
  if (!is_flag(word))
    return false;
  flag.word = word;
  flag.option = find_option(word);
  size_t wanted = flag.option ? flag.option->operand_count() : 0;
  while (flag.operand_count < wanted &&
         words.next(flag.operand[flag.operand_count]))
    ++flag.operand_count;
  return true;
}

} // namespace

bool parse_argv(int argc, char *const *argv, Config &config, Reason &why) {
  ArgvWords words(argc, argv);
  StringView word;
  words.next(word); // the program's name
  while (words.next(word)) {
    Flag flag;
    if (!read_flag(words, word, flag))
      continue;
    config.flag_in_argv = true;
    if (!apply_flag(flag, config, why))
      return false;
  }
  return true;
}

bool parse_text(StringView text, FlagSource source, Config &config,
                Reason &why) {
  TextWords words(text);
  StringView word;
  bool good = true;
  while (good && words.next(word)) {
    Flag flag;
    if (read_flag(words, word, flag)) {
      good = apply_flag(flag, config, why);
      continue;
    }
    good = false;
    why.set(word.take(kPathMax), " is neither a flag (-_condor_*, -_ckpt_*) "
                                 "nor a flag's operand; remove it");
  }
  if (good)
    return true;
  if (source == FlagSource::kEnvironment)
    why.add(" (in CKPT_FLAGS)");
  else if (source == FlagSource::kDefault)
    why.add(" (in the flags given to --ckpt-default)");
  return false;
}

int strip_argv(int argc, char **argv) {
  ArgvWords words(argc, argv);
  StringView word;
  words.next(word); // the program's name
  int kept = words.position();
  for (int at = kept; words.next(word); at = words.position()) {
    Flag flag;
    if (!read_flag(words, word, flag))
      argv[kept++] = argv[at];
  }
  for (int i = kept; i < words.position(); ++i)
    argv[i] = nullptr;
  return kept;
}

ArgumentSum sum_arguments(int argc, char *const *argv) {
  ArgumentSum sum = {0, 0};
  ArgvWords words(argc, argv);
  StringView word;
  words.next(word); // the program's name
  while (words.next(word)) {
    Flag flag;
    if (read_flag(words, word, flag))
      continue;
    ++sum.count;
    sum.sum = image::crc32c(sum.sum, word.data, word.size + 1);
  }
  return sum;
}

// The value if `entry` is NAME=value; else data is null.
static StringView value_of(StringView entry, StringView name) {
  if (entry.size > name.size && entry.starts_with(name) &&
      entry[name.size] == '=')
    return entry.drop(name.size + 1);
  return {};
}

static bool is_ours(StringView entry) {
  for (const EnvironmentVariable &variable : kEnvironment)
    if (value_of(entry, variable.name).data)
      return true;
  return false;
}

size_t strip_environment(char **envp) {
  if (!envp)
    return 0;
  size_t count = 0;
  size_t kept = 0;
  for (; envp[count]; ++count)
    if (!is_ours(envp[count]))
      envp[kept++] = envp[count];
  for (size_t i = kept; i < count; ++i)
    envp[i] = nullptr;
  return count - kept;
}

void wipe_environment(char **envp, StringView name) {
  for (size_t i = 0; envp && envp[i]; ++i) {
    StringView value = value_of(envp[i], name);
    for (size_t at = 0; at < value.size; ++at)
      const_cast<char *>(value.data)[at] = 0;
  }
}

StringView find_environment(char *const *envp, StringView name) {
  for (size_t i = 0; envp && envp[i]; ++i) {
    StringView value = value_of(envp[i], name);
    if (value.data)
      return value;
  }
  return {};
}

} // namespace ckpt::start
