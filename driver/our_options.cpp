// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/our_options.h"
#include "driver/options.h"
#include "driver/output_file.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

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
  case cc::ckpt_allow_no_link:
    options.allow_no_link = true;
    return true;
  case cc::ckpt_print_include:
    options.print_include = true;
    return true;
  case cc::ckpt_instrument:
    options.request.instrument = true;
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

// Up to the first word that is no option, whose index is left in
// options.command.
std::optional<Failure> take_options(llvm::ArrayRef<const char *> args,
                                    OurOptions &options) {
  InputArgList list(args.begin(), args.end());
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
    if (options.prints())
      break;
  }
  options.command = index;
  if (options.request.default_flags.size() > max_default_flags())
    return Failure{ExitCode::kUsage,
                   "--ckpt-default is longer than the " +
                       std::to_string(max_default_flags()) +
                       " bytes that a program has room for; shorten it"};
  return std::nullopt;
}

} // namespace

std::variant<OurOptions, Failure>
parse_our_options(llvm::ArrayRef<const char *> args, OurOptions options) {
  if (std::optional<Failure> failure = take_options(args, options))
    return *failure;
  if (options.prints())
    return options;
  if (options.command == args.size() || !args[options.command][0])
    return Failure{ExitCode::kUsage, "no command given; for example "
                                     "ckpt_compile gcc -O2 job.c -o job"};
  return options;
}

std::variant<OurOptions, Failure> options_of_variable(llvm::StringRef value) {
  llvm::BumpPtrAllocator allocator;
  llvm::StringSaver saver(allocator);
  llvm::SmallVector<const char *, 8> words;
  llvm::cl::TokenizeGNUCommandLine(value, saver, words);
  OurOptions options;
  std::optional<Failure> failure = take_options(words, options);
  if (!failure && (options.command != words.size() || options.prints() ||
                   options.dry_run))
    failure = Failure{ExitCode::kUsage,
                      "it may hold --ckpt-static, --ckpt-instrument, "
                      "--ckpt-default=FLAGS, --ckpt-verbose and --ckpt-allow-no-link only"};
  if (failure)
    return Failure{failure->code, std::string("in the environment variable ") +
                                      kFlagsVariable + ": " + failure->text};
  options.command = 0;
  return options;
}

std::string variable_of_options(const OurOptions &options) {
  std::vector<std::string> words;
  if (options.verbose)
    words.push_back("--ckpt-verbose");
  if (options.allow_no_link)
    words.push_back("--ckpt-allow-no-link");
  if (options.request.instrument)
    words.push_back("--ckpt-instrument");
  if (options.request.make_static)
    words.push_back("--ckpt-static");
  if (!options.request.default_flags.empty())
    words.push_back("--ckpt-default=" + options.request.default_flags);
  std::string text;
  for (const std::string &word : words) {
    text += text.empty() ? "" : " ";
    for (char c : word) {
      if (!llvm::isAlnum(c) && !llvm::StringRef("-_=+:,./@%").contains(c))
        text += '\\'; // LLVM reads it in quotes too, a shell does not
      text += c;
    }
  }
  return text;
}

void print_help(llvm::raw_ostream &out) {
  command_table().printHelp(
      out, "ckpt_compile [options] COMMAND [arguments]",
      "Links checkpointable programs. COMMAND is a compiler (cc, gcc, g++, "
      "clang,\ngfortran and the like, also with a version or a target in its "
      "name) or ld: a\ncommand line that links gets the runtime, every other "
      "one is run unchanged.\nOr it is any other command, such as make: then "
      "the compilers that it starts\nare led through ckpt_compile.",
      Ours, llvm::opt::HelpHidden);
  out << "\nEXAMPLES:\n"
         "  ckpt_compile gcc -O2 job.c -o job\n"
         "  ckpt_compile --ckpt-static g++ main.o util.o -lm -o job\n"
         "  ckpt_compile --ckpt-default='-_condor_ckpt job.img' cc job.o\n"
         "  ckpt_compile --ckpt-dry-run clang job.c\n"
         "  ckpt_compile --ckpt-instrument clang -O2 job.c -o job\n"
         "  ./configure CC='ckpt_compile gcc' CXX='ckpt_compile g++'\n"
         "  ckpt_compile make -j4\n"
         "  ckpt_compile sh -c 'cmake -B build && cmake --build build'\n"
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
