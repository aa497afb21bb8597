// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_inspect: what is in a checkpoint image, and is it whole?
#include "tools/inspect/json.h"
#include "tools/inspect/print.h"
#include "tools/inspect/sites.h"
#include "tools/inspect/verify.h"
#include <cstdio>
#include <unistd.h>

namespace {

using namespace ckpt;
using namespace ckpt::inspect;

constexpr char kTool[] = "ckpt_inspect";

constexpr char kUsageLines[] =
    R"(usage: ckpt_inspect [--json] IMAGE          show what a checkpoint image holds
       ckpt_inspect [--json] verify IMAGE   read every byte and check it
       ckpt_inspect [--json] sites PROGRAM  show which of its system calls need
                                            no trap (ckpt_compile --ckpt-instrument)

Showing an image checks its head (records, tables, commit record); verify also
checks every saved page and that nothing else is in the file.

options:
)";

int help() {
  std::fputs(kUsageLines, stdout);
#define CKPT_INSPECT_OPTION(letter, spelling, text)                            \
  std::printf(letter ? "  -%c, %-10s %s\n" : "  %c   %-10s %s\n",              \
              letter ? letter : ' ', spelling, text);
#include "tools/inspect/options.def"
  std::fputs("\nAn image whose name is \"verify\" or \"sites\", or starts with "
             "\"-\", is given as ./NAME.\n\nexit status:\n",
             stdout);
#define CKPT_EXIT_CODE(Name, number, sentence)                                 \
  static_assert(cli::k##Name == number);                                       \
  std::printf("  %d  %s\n", number, sentence);
#include "tools/inspect/exit_codes.def"
  return cli::kGood;
}

bool json = false; // documents instead of text

int fail(const Failure &failure) {
  // What was printed before stays in front of the message.
  if (json)
    print_json(failure);
  std::fflush(stdout);
  cli::print_error(kTool, failure.text);
  return failure.code;
}

int usage(const std::string &problem) {
  return fail({cli::kUsage, problem + "; ckpt_inspect --help shows how it is "
                                      "used"});
}

int show(const std::string &path) {
  ImageFile file;
  if (Failure failure = file.open(path))
    return fail(failure);
  json ? print_json(file) : print_image(file);
  return cli::kGood;
}

int verify(const std::string &path) {
  ImageFile file;
  if (Failure failure = file.open(path))
    return fail(failure);
  Verified result;
  if (Failure failure = verify_data(file, ::isatty(STDERR_FILENO), result))
    return fail(failure);
  if (json)
    print_json(path, result);
  std::string name = cli::printable({path.data(), path.size()});
  for (const std::string &problem : result.problems)
    cli::print_error(kTool, name + ": " + problem);
  if (result.problem_count) {
    cli::print_error(kTool, name + ": the image is damaged in " +
                                cli::counted(result.problem_count, "place") +
                                "; use another copy of it or an older "
                                "image, or start the job again");
    return cli::kDamaged;
  }
  if (!json)
    std::printf("%s: good (%s and %s between them verified)\n", name.c_str(),
                cli::counted(result.pages, "page").c_str(),
                cli::counted(result.zero_bytes, "byte").c_str());
  return cli::kGood;
}

int sites(const std::string &path) {
  std::vector<Site> found;
  if (Failure failure = read_sites(path, found))
    return fail(failure);
  json ? print_json(path, found) : print_sites(path, found);
  return cli::kGood;
}

int run(const cli::Arguments &args) {
  json = args.json;
  if (args.help)
    return help();
  if (args.version)
    return std::printf("ckpt_inspect %s\n", CKPT_VERSION), cli::kGood;
  if (!args.unknown.empty())
    return usage("unknown option " + args.unknown);
  if (args.words.empty())
    return usage("no image was given");
  if (args.words[0] == "sites")
    return args.words.size() == 2 ? sites(args.words[1])
                                  : usage("sites needs one program");
  if (args.words[0] != "verify")
    return args.words.size() == 1 ? show(args.words[0])
                                  : usage("more than one image was given");
  if (args.words.size() == 1)
    return usage("verify needs an image");
  return args.words.size() == 2 ? verify(args.words[1])
                                : usage("more than one image was given");
}

} // namespace

int main(int argc, char **argv) {
  return cli::finish_output(kTool, run(cli::parse_arguments(argc, argv)));
}
