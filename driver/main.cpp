// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_compile COMMAND...: runs a compiler so that what it links can be
// checkpointed.  The steps: what is wanted, which command, what does its line
// mean, what will be done; then do it and check the result.
#include "driver/any_command.h"
#include "driver/execute.h"
#include "driver/instrument.h"
#include "driver/link_record.h"
#include "driver/linker_script.h"
#include "driver/masquerade.h"
#include "driver/our_options.h"
#include "driver/output_file.h"
#include "driver/toolchain.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>

using namespace ckpt::driver;
using llvm::StringRef;

namespace {

// A symlink with a compiler's name makes us that compiler.
bool is_masquerade(StringRef own_name) {
  return parse_command_name(llvm::sys::path::filename(own_name)).kind !=
         CommandKind::kOther;
}

// What the build that we are part of is told.
Event event_of(Mode mode) {
  switch (mode) {
  case Mode::kOurs:
    return Event::kProgram;
  case Mode::kNotAProgram:
  case Mode::kNoStartFiles:
    return Event::kLibrary;
  case Mode::kLink:
  case Mode::kNoLink:
    break;
  }
  return Event::kOther;
}

// Nothing is added to what a command says that fails: configure scripts look
// at both.
int run_and_warn(const Plan &plan) {
  std::variant<int, Failure> status = run(plan);
  if (Failure *failure = std::get_if<Failure>(&status))
    return error(*failure);
  if (std::get<int>(status) == 0 && !plan.warning.empty())
    warning(plan.warning);
  if (std::get<int>(status) == 0 && !plan.remark.empty())
    note(plan.remark);
  if (std::get<int>(status) != 0 && !plan.hint.empty())
    note(plan.hint);
  return std::get<int>(status);
}

int link_and_check(const Plan &plan, bool verbose) {
  FileState before(plan.output);
  int status = run_and_warn(plan);
  if (status != 0)
    return status;
  if (std::optional<Failure> failure = check_output(plan, before, verbose))
    return error(*failure);
  return 0;
}

int carry_out(const Plan &plan, Mode mode, const OurOptions &options) {
  if (options.dry_run) {
    print_plan(plan, llvm::outs());
    return 0;
  }
  if (options.verbose)
    print_plan(plan, llvm::errs());
  if (plan.action != Action::kLink)
    report(event_of(mode));
  switch (plan.action) {
  case Action::kRefuse:
    return error(ExitCode::kNotYet, plan.refusal);
  case Action::kExec:
    return plan.warning.empty() && plan.remark.empty() ? error(become(plan))
                                                       : run_and_warn(plan);
  case Action::kLink:
    break;
  }
  std::variant<RuntimeFiles, Failure> files = existing_runtime_files();
  if (Failure *failure = std::get_if<Failure>(&files))
    return error(*failure);
  int status = link_and_check(plan, options.verbose);
  report(status == 0 ? Event::kProgram : Event::kOther);
  return status;
}

// Behind a launcher (ccache gcc ...) stands the compiler, whose line it is.
size_t compiler_index(llvm::ArrayRef<const char *> args) {
  namespace path = llvm::sys::path;
  bool launched =
      args.size() > 1 && is_launcher(path::filename(args[0])) &&
      parse_command_name(path::filename(args[1])).kind != CommandKind::kOther;
  return launched;
}

// args: the command's name first.
int drive(llvm::ArrayRef<const char *> args, const OurOptions &options,
          bool masquerade) {
  size_t compiler = compiler_index(args);
  StringRef name = llvm::sys::path::filename(args[compiler]);
  if (parse_command_name(name).kind == CommandKind::kOther)
    return run_any_command(args, options);
  std::variant<FoundCommand, Failure> found =
      find_command(args.front(), masquerade, name);
  if (Failure *failure = std::get_if<Failure>(&found))
    return error(*failure);
  const FoundCommand &command = std::get<FoundCommand>(found);
  if (!command.search_path.empty())
    setenv("PATH", command.search_path.c_str(), /*replace=*/1);

  Words words(args.drop_front(compiler + 1));
  CommandName kind =
      compiler ? parse_command_name(name) : command_name(name, command.path);
  Invocation invocation = classify(kind, words.expanded());
  add_script_entry(invocation);
  Plan plan = make_plan(invocation, words, runtime_files(), options.request);
  plan.program = command.path;
  std::vector<std::string> start = {command.name};
  if (compiler)
    start.push_back(args[compiler]);
  if (options.request.instrument)
    add_pass(plan, invocation, kind.kind, start,
             !masquerade && !getenv(kFlagsVariable));
  plan.argv.insert(plan.argv.begin(), start.begin(), start.end());
  return carry_out(plan, invocation.mode, options);
}

} // namespace

int main(int argc, char **argv) {
  std::vector<const char *> args(argv + (argc > 0), argv + argc);
  const char *variable = getenv(kFlagsVariable);
  std::variant<OurOptions, Failure> parsed =
      options_of_variable(variable ? variable : "");
  bool masquerade = argc > 0 && is_masquerade(argv[0]);
  if (masquerade)
    args.insert(args.begin(), argv[0]);
  else if (std::holds_alternative<OurOptions>(parsed))
    parsed = parse_our_options(args, std::get<OurOptions>(parsed));
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
  if (options.print_include) {
    llvm::outs() << include_directory() << '\n';
    return 0;
  }
  for (const std::string &word : options.ignored)
    note(word + " is ignored: the runtime is found without it");
  return drive(llvm::makeArrayRef(args).drop_front(options.command), options,
               masquerade);
}
