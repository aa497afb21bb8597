// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/diagnostics.h"
#include <cstdio>

namespace ckpt::run {

static void say(const char *kind, const std::string &text) {
  // One write: lines of the job stand on the same stream.
  std::string line = std::string(kTool) + ": " + kind + ": " + text + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int error(const Failure &failure) {
  say("error", failure.text);
  return static_cast<int>(failure.code);
}

void warning(const std::string &text) { say("warning", text); }

void note(const std::string &text) { say("note", text); }

} // namespace ckpt::run
