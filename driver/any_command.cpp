// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/any_command.h"
#include "driver/execute.h"
#include "driver/link_record.h"
#include "driver/masquerade.h"
#include "driver/toolchain.h"
#include "driver/wrapper_directory.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <set>

namespace ckpt::driver {

using llvm::StringRef;

namespace {

struct Setting {
  std::string name;
  std::string value;
};

// A shell that splits CC at blanks can do so with this.
std::string command_for_us() {
  std::string self = own_executable();
  return StringRef(self).find_first_of(" \t\n") == StringRef::npos
             ? self
             : llvm::sys::path::filename(self).str();
}

std::vector<Setting> settings(StringRef search_path, StringRef directory,
                              const OurOptions &options) {
  std::vector<Setting> result = {
      {"PATH", with_in_front(search_path, directory)}};
  for (const char *name : compiler_variables())
    if (const char *value = getenv(name))
      if (std::optional<std::string> led = led_value(value, command_for_us()))
        result.push_back({name, *led});
  std::string flags = variable_of_options(options);
  if (!flags.empty())
    result.push_back({kFlagsVariable, flags});
  // ccache tells compilers apart by the time and size of what it starts, and
  // that is us.
  if (!getenv("CCACHE_COMPILERCHECK"))
    result.push_back({"CCACHE_COMPILERCHECK", "%compiler% --version"});
  return result;
}

void print(const Plan &plan, llvm::ArrayRef<Setting> settings,
           const std::set<std::string> &names, llvm::raw_ostream &out) {
  out << "run with its compilers led through ckpt_compile: " << plan.program
      << '\n'
      << "  " << quoted(plan.argv) << '\n'
      << "compilers:";
  for (const std::string &name : names)
    out << ' ' << name;
  out << '\n';
  for (const Setting &setting : settings)
    out << setting.name << '=' << quoted(setting.value) << '\n';
}

Failure linked_nothing(const Plan &plan, const LinkRecord::Counts &counts) {
  std::string text = plan.argv.front() + " reported success, but ";
  if (!counts.others && !counts.libraries)
    text += "ran no compiler through ckpt_compile: the link never happened. "
            "If everything was built already, remove it first (make clean); "
            "if the compiler is named by its path, as in CC=/usr/bin/gcc, "
            "write CC='ckpt_compile /usr/bin/gcc'";
  else
    text +=
        "linked no program (libraries: " + std::to_string(counts.libraries) +
        ", other runs of compilers: " + std::to_string(counts.others) +
        "): the link never happened, or not through ckpt_compile";
  return {ExitCode::kNoLink,
          text + "; where no program is to be linked, as by make install, "
                 "give --ckpt-allow-no-link"};
}

int run_and_judge(const Plan &plan, const OurOptions &options) {
  std::variant<LinkRecord, Failure> made = LinkRecord::create();
  if (Failure *failure = std::get_if<Failure>(&made))
    return error(*failure);
  LinkRecord &record = std::get<LinkRecord>(made);
  std::variant<int, Failure> status = run(plan);
  LinkRecord::Counts counts = record.finish();
  if (Failure *failure = std::get_if<Failure>(&status))
    return error(*failure);
  if (options.verbose)
    note(plan.argv.front() + " linked " + std::to_string(counts.programs) +
         " checkpointable programs");
  if (std::get<int>(status) == 0 && !counts.programs && !options.allow_no_link)
    return error(linked_nothing(plan, counts));
  return std::get<int>(status);
}

} // namespace

int run_any_command(llvm::ArrayRef<const char *> args,
                    const OurOptions &options) {
  std::variant<FoundCommand, Failure> found =
      find_command(args.front(), /*masquerading=*/false);
  if (Failure *failure = std::get_if<Failure>(&found))
    return error(*failure);
  std::variant<RuntimeFiles, Failure> files = existing_runtime_files();
  if (Failure *failure = std::get_if<Failure>(&files))
    return error(*failure);

  const char *path = getenv("PATH");
  StringRef search_path = path ? path : kDefaultPath;
  std::set<std::string> names = compilers_in(search_path);
  std::variant<std::string, Failure> directory =
      wrapper_directory(names, /*make=*/!options.dry_run);
  if (Failure *failure = std::get_if<Failure>(&directory))
    return error(*failure);

  Plan plan;
  plan.program = std::get<FoundCommand>(found).path;
  plan.argv.assign(args.begin(), args.end());
  std::vector<Setting> changed =
      settings(search_path, std::get<std::string>(directory), options);
  if (options.dry_run || options.verbose)
    print(plan, changed, names, options.dry_run ? llvm::outs() : llvm::errs());
  if (options.dry_run)
    return 0;
  for (const Setting &setting : changed)
    setenv(setting.name.c_str(), setting.value.c_str(), /*replace=*/1);
  return run_and_judge(plan, options);
}

} // namespace ckpt::driver
