// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A plugin of another LLVM is not noticed by the compiler, which crashes or
// goes wrong: so the compiler is asked for its version each time.
#include "driver/instrument.h"
#include "driver/abi_names.h"
#include "driver/execute.h"
#include "llvm/ADT/StringExtras.h"
#include <unistd.h>

namespace ckpt::driver {

using llvm::StringRef;

namespace {

constexpr unsigned kOldest = 14, kNewest = 40; // asked for on the disk

std::string plugin_file(unsigned version) {
  return pass_file_prefix() + std::to_string(version) + ".so";
}

bool exists(unsigned version) {
  return access(plugin_file(version).c_str(), R_OK) == 0;
}

std::string versions_there() {
  std::string list;
  for (unsigned version = kOldest; version <= kNewest; ++version)
    if (exists(version))
      list += (list.empty() ? "" : ", ") + std::to_string(version);
  return list.empty() ? "no version" : list;
}

std::string without_pass(std::optional<unsigned> version) {
  return "--ckpt-instrument has no effect on this compiler, which is " +
         (version ? "clang " + std::to_string(*version)
                  : std::string("no clang that is known")) +
         ": the LLVM pass is here for " + versions_there() +
         ". The program works without it; its system calls trap while "
         "descriptors are virtual";
}

} // namespace

std::optional<unsigned> clang_version(StringRef text) {
  StringRef line = text.split('\n').first;
  for (StringRef vendor : {"Debian ", "Ubuntu "})
    if (line.consume_front(vendor))
      break;
  unsigned major = 0;
  if (!line.consume_front("clang version ") || line.consumeInteger(10, major) ||
      !line.startswith("."))
    return std::nullopt;
  return major;
}

void add_pass(Plan &plan, const Invocation &invocation, CommandKind kind,
              llvm::ArrayRef<std::string> compiler, bool direct) {
  bool says = direct || invocation.mode == Mode::kLink;
  if (plan.action == Action::kRefuse || invocation.prints ||
      kind == CommandKind::kLinker)
    return;
  if (kind != CommandKind::kClang) {
    if (says)
      plan.remark = "--ckpt-instrument has no effect on this compiler, only on "
                    "clang. The program works without it; its system calls "
                    "trap while descriptors are virtual";
    return;
  }
  std::vector<std::string> question(compiler);
  question.push_back("--version");
  std::optional<unsigned> version =
      clang_version(output_of(plan.program, question));
  if (!version || !exists(*version)) {
    if (says && plan.warning.empty())
      plan.warning = without_pass(version);
    return;
  }
  plan.with_pass = true;
  // Routed cancellation points of programs with threads call it if it is there;
  // that takes no member out of an archive (passes/slow_path.h).
  if (plan.action == Action::kLink && plan.has_static_libc)
    plan.argv.insert(plan.argv.begin(), "-Wl,-u,pthread_setcanceltype");
  // A line that only links does not use it.
  plan.argv.insert(plan.argv.begin(), {"--start-no-unused-arguments",
                                       "-fpass-plugin=" + plugin_file(*version),
                                       "--end-no-unused-arguments"});
}

} // namespace ckpt::driver
