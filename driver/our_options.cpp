// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/our_options.h"
#include "driver/options.h"
#include "driver/output_file.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"

namespace ckpt::driver {

using llvm::opt::Arg;
using llvm::opt::InputArgList;

namespace {

Failure unknown(llvm::StringRef word) {
  std::string text = "unknown option " + word.str();
  std::string nearest;
  if (command_table().findNearest(word, nearest, Ours, llvm::opt::HelpHidden) <=
      3)
    text += ", did you mean " + nearest + "?";
  else
    text += "; options of the command stand behind it, ours are listed by "
            "ckpt_compile --help";
  return {ExitCode::kUsage, text};
}

// word: as written.  False: not an option of ours.
bool apply(const Arg &arg, const char *word, OurOptions &options) {
  switch (arg.getOption().getID()) {
  case cc::ckpt_help:
    options.help = true;
    return true;
  case cc::ckpt_version:
    options.version = true;
    return true;
  case cc::ckpt_dry_run:
    options.dry_run = true;
    return true;
  case cc::ckpt_verbose:
    options.verbose = true;
    return true;
  case cc::ckpt_static:
    options.request.make_static = true;
    return true;
  case cc::ckpt_default:
    options.request.default_flags = arg.getValue();
    return true;
  case cc::old_lib:
  case cc::old_ld_dir:
  case cc::old_flag:
    options.ignored.push_back(word);
    return true;
  default:
    return false;
  }
}

} // namespace

std::variant<OurOptions, Failure>
parse_our_options(llvm::ArrayRef<const char *> args) {
  InputArgList list(args.begin(), args.end());
  OurOptions options;
  unsigned index = 0;
  while (index < args.size() && args[index][0] == '-') {
    unsigned at = index;
    std::unique_ptr<Arg> arg = command_table().ParseOneArg(list, index, Ours);
    if (!arg)
      return Failure{ExitCode::kUsage, std::string(args[at]) +
                                           " lacks its operand; see "
                                           "ckpt_compile --help"};
    if (!apply(*arg, args[at], options))
      return unknown(args[at]);
    if (options.help || options.version)
      return options;
  }
  if (options.request.default_flags.size() > max_default_flags())
    return Failure{ExitCode::kUsage,
                   "--ckpt-default is longer than the " +
                       std::to_string(max_default_flags()) +
                       " bytes that a program has room for; shorten it"};
  if (index == args.size() || !args[index][0])
    return Failure{ExitCode::kUsage, "no command given; for example "
                                     "ckpt_compile gcc -O2 job.c -o job"};
  options.command = index;
  return options;
}

void print_help(llvm::raw_ostream &out) {
  command_table().printHelp(
      out, "ckpt_compile [options] COMMAND [arguments]",
      "Links checkpointable programs. COMMAND is cc, gcc, g++, c++, clang,\n"
      "clang++, c89 or c99, also with a version or a target in its name. A "
      "command\nline that links gets the runtime; every other one is run "
      "unchanged.",
      Ours, llvm::opt::HelpHidden);
  out << "\nEXAMPLES:\n"
         "  ckpt_compile gcc -O2 job.c -o job\n"
         "  ckpt_compile --ckpt-static g++ main.o util.o -lm -o job\n"
         "  ckpt_compile --ckpt-default='-_condor_ckpt job.img' cc job.o\n"
         "  ckpt_compile --ckpt-dry-run clang job.c\n"
         "  ./configure CC='ckpt_compile gcc' CXX='ckpt_compile g++'\n"
         "A symlink to ckpt_compile with a compiler's name acts as that "
         "compiler:\n"
         "  ln -s \"$(command -v ckpt_compile)\" ~/wrap/gcc; "
         "PATH=~/wrap:$PATH make\n"
         "\nEXIT CODES:\n"
         "  the command's own; 128+N when signal N killed it; or\n";
#define CKPT_EXIT_CODE(Name, number, sentence)                                 \
  out << "  " << number << "  " << sentence << '\n';
#include "driver/exit_codes.def"
  out << "\nA program made this way checkpoints and exits at SIGTSTP, "
         "checkpoints and\ngoes on at SIGUSR2; PROGRAM -_ckpt_help lists its "
         "run flags.\n";
}

} // namespace ckpt::driver
