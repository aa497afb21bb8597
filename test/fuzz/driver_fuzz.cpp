// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random command lines: whatever the words are, every one of the user's is on
// the link's line, in order, and the entry point stands last.  A byte of the
// input picks a word of the list or announces a raw one.
#include "driver/linker_script.h"
#include "driver/masquerade.h"
#include "driver/our_options.h"
#include "driver/output_file.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

using namespace ckpt::driver;

namespace {

constexpr const char *kWords[] = {"-c",
                                  "-S",
                                  "-o",
                                  "-x",
                                  "c",
                                  "none",
                                  "-l",
                                  "-lc",
                                  "-lpthread",
                                  "-Wl,",
                                  "-Wl,-e,",
                                  "-Wl,-e,go",
                                  "-e",
                                  "-Wl,--whole-archive",
                                  "-Wl,--no-whole-archive",
                                  "-Wl,--push-state",
                                  "-Wl,--pop-state",
                                  "-Xlinker",
                                  "-shared",
                                  "-r",
                                  "-static",
                                  "-pie",
                                  "--",
                                  "-",
                                  "",
                                  "@",
                                  "a.c",
                                  "b.o",
                                  "-m32",
                                  "-fsanitize=address",
                                  "-fno-sanitize=",
                                  "--target=",
                                  "-D",
                                  "-MF",
                                  "--version",
                                  "-Wl,--build-id",
                                  "-nostdlib",
                                  "--ckpt-static",
                                  "--ckpt-default=",
                                  "-condor_lib",
                                  "--help",
                                  "-Wl,-o,x",
                                  "-I",
                                  "-###",
                                  "-Wl,-r",
                                  "-Wl,,,",
                                  "-Xarch_",
                                  "--entry",
                                  "-print-",
                                  "crt1.o"};
constexpr size_t kWordCount = sizeof(kWords) / sizeof(kWords[0]);
constexpr CommandKind kKinds[] = {CommandKind::kGcc,    CommandKind::kClang,
                                  CommandKind::kCc,     CommandKind::kFortran,
                                  CommandKind::kLinker, CommandKind::kOther};

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "driver_fuzz: violated: %s\n", what);
  std::abort();
}

std::deque<std::string> words_of(const uint8_t *data, size_t size) {
  std::deque<std::string> words;
  for (size_t i = 0; i < size; ++i) {
    if (data[i] < 5 * kWordCount) {
      words.push_back(kWords[data[i] / 5]);
      continue;
    }
    std::string raw;
    for (++i; i < size && data[i]; ++i)
      raw += static_cast<char>(data[i]);
    words.push_back(raw[0] == '@' ? "-" + raw : raw); // reads no files
  }
  return words;
}

void check_plan(const Plan &plan, const std::deque<std::string> &words) {
  if (plan.action == Action::kRefuse)
    return require(!plan.refusal.empty(), "a refusal has a reason");
  size_t next = 0;
  for (const std::string &word : plan.argv)
    if (next < words.size() && word == words[next])
      ++next;
  require(next == words.size(), "every word is passed on, in order");
  if (plan.action == Action::kExec)
    return require(plan.argv.size() == words.size(), "exec changes nothing");
  bool ended = false;
  for (const std::string &word : words)
    ended |= word == "--";
  require(ended || plan.argv.back() == "-Wl,-e,__ckpt_start" ||
              plan.argv.back() == "__ckpt_start",
          "the entry point stands last");
}

// What one run of ours writes into the variable, another one reads.
void check_variable(const std::deque<std::string> &words) {
  OurOptions options;
  for (const std::string &word : words)
    options.request.default_flags += word + ' ';
  options.request.default_flags.resize(
      std::min(options.request.default_flags.size(), max_default_flags()));
  std::variant<OurOptions, Failure> read =
      options_of_variable(variable_of_options(options));
  require(std::holds_alternative<OurOptions>(read) &&
              std::get<OurOptions>(read).request.default_flags ==
                  options.request.default_flags,
          "options come out of the variable as they went in");
  if (words.empty())
    return;
  options_of_variable(words.front());
  std::optional<std::string> led = led_value(words.front(), "us");
  require(!led || llvm::StringRef(*led).startswith("us "),
          "a compiler is led through us");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size)
    return 0;
  std::deque<std::string> words = words_of(data + 1, size - 1);
  std::vector<const char *> args;
  for (const std::string &word : words)
    args.push_back(word.c_str());
  parse_our_options(args);

  Words expanded(args);
  CommandName command = {kKinds[data[0] % 6], ""};
  Request request;
  request.make_static = data[0] & 0x80;
  Plan plan = make_plan(classify(command, expanded.expanded()), expanded,
                        {"RT.o", "SHIMS.a", "STATIC.a"}, request);
  check_plan(plan, words);
  std::string text;
  llvm::raw_string_ostream out(text);
  print_plan(plan, out);
  check_variable(words);
  ScriptFacts script = scan_linker_script(
      llvm::StringRef(reinterpret_cast<const char *>(data), size));
  require(script.entry.size() < size, "an entry is part of the text");
  parse_command_name(words.empty() ? "" : words.front());
  return 0;
}
