// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_compile COMMAND...: runs a compiler so that what it links can be
// checkpointed.  The steps: what is wanted, which command, what does its line
// mean, what will be done; then do it and check the result.
#include "driver/execute.h"
#include "driver/linker_script.h"
#include "driver/our_options.h"
#include "driver/output_file.h"
#include "driver/toolchain.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace ckpt::driver;
using llvm::StringRef;

namespace {

// A symlink with a compiler's name makes us that compiler.
bool is_masquerade(StringRef own_name) {
  return parse_command_name(llvm::sys::path::filename(own_name)).kind !=
         CommandKind::kOther;
}

int link_and_check(const Plan &plan, bool verbose) {
  FileState before(plan.output);
  std::variant<int, Failure> status = run(plan);
  if (Failure *failure = std::get_if<Failure>(&status))
    return error(*failure);
  if (std::get<int>(status) != 0)
    return std::get<int>(status);
  if (std::optional<Failure> failure = check_output(plan, before, verbose))
    return error(*failure);
  return 0;
}

int carry_out(const Plan &plan, const OurOptions &options) {
  if (options.dry_run) {
    print_plan(plan, llvm::outs());
    return 0;
  }
  if (options.verbose)
    print_plan(plan, llvm::errs());
  else if (!plan.warning.empty())
    warning(plan.warning);
  switch (plan.action) {
  case Action::kRefuse:
    return error(ExitCode::kNotYet, plan.refusal);
  case Action::kExec:
    return error(become(plan));
  case Action::kLink:
    break;
  }
  std::variant<RuntimeFiles, Failure> files = existing_runtime_files();
  if (Failure *failure = std::get_if<Failure>(&files))
    return error(*failure);
  return link_and_check(plan, options.verbose);
}

int drive(llvm::ArrayRef<const char *> args, const OurOptions &options,
          bool masquerade) {
  StringRef name = args[options.command];
  std::variant<FoundCommand, Failure> found = find_command(name, masquerade);
  if (Failure *failure = std::get_if<Failure>(&found))
    return error(*failure);
  const FoundCommand &command = std::get<FoundCommand>(found);

  Words words(args.drop_front(options.command + 1));
  Invocation invocation = classify(
      parse_command_name(llvm::sys::path::filename(name)), words.expanded());
  add_script_entry(invocation);
  Plan plan = make_plan(invocation, words, runtime_files(), options.request);
  plan.program = command.path;
  plan.argv.insert(plan.argv.begin(), command.name);
  return carry_out(plan, options);
}

} // namespace

int main(int argc, char **argv) {
  std::vector<const char *> args(argv + (argc > 0), argv + argc);
  if (argc > 0 && is_masquerade(argv[0])) {
    args.insert(args.begin(), argv[0]);
    return drive(args, {}, /*masquerade=*/true);
  }
  std::variant<OurOptions, Failure> parsed = parse_our_options(args);
  if (Failure *failure = std::get_if<Failure>(&parsed))
    return error(*failure);
  const OurOptions &options = std::get<OurOptions>(parsed);
  if (options.help) {
    print_help(llvm::outs());
    return 0;
  }
  if (options.version) {
    llvm::outs() << "ckpt_compile " CKPT_VERSION "\n";
    return 0;
  }
  for (const std::string &word : options.ignored)
    note(word + " is ignored: the runtime is found without it");
  return drive(args, options, /*masquerade=*/false);
}
