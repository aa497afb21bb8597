// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_run: starts a job, or restarts it from its image, asks it for
// checkpoints when it is itself asked to end, and ends as the job ended.
#include "tools/common/cli.h"
#include "tools/run/migrate.h"
#include "tools/run/run_job.h"
#include <cstdio>

using namespace ckpt;
using namespace ckpt::run;

int main(int argc, char **argv) {
  SignalState state; // first: what comes earlier acts by default
  std::span<const char *const> words(argv, static_cast<size_t>(argc));
  CommandLine line;
  if (MaybeFailure failure = parse_command_line(words.subspan(argc > 0), line))
    return error(*failure);
  if (line.has(OptionId::kHelp)) {
    std::fputs(help_text().c_str(), stdout);
    return cli::finish_output(kTool, 0);
  }
  if (line.has(OptionId::kVersion)) {
    std::printf("ckpt_run %s\n", CKPT_VERSION);
    return cli::finish_output(kTool, 0);
  }
  if (line.has(OptionId::kMigrate))
    return ask_to_move(line);
  return run_job(line, state);
}
