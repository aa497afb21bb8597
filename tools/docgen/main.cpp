// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// docgen PAGE [FILE]: writes one generated page of docs/ to standard output.
// ckpt.3 is made from FILE, runtime/include/ckpt.h.
// Exit status: 0, or 1 when the page is unknown, or cannot be made or written.
#include "tools/docgen/docgen.h"
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using namespace ckpt::docgen;

struct Page {
  std::string_view name;
  std::string (*make)();
};

constexpr Page kPages[] = {
    {"ckpt_compile.1", compile_page}, {"ckpt_run.1", run_page},
    {"ckpt_inspect.1", inspect_page}, {"ckpt_flags.7", man_page},
    {"options.md", options_page},     {"command-stream.md", stream_page},
    {"syscalls.md", syscalls_page},   {"urls.md", urls_page},
};

std::string make(std::string_view name, const char *file) {
  for (const Page &page : kPages)
    if (page.name == name && !file)
      return page.make();
  std::ostringstream text;
  if (name == "ckpt.3" && file)
    text << std::ifstream(file).rdbuf();
  return text.str().empty() ? std::string() : header_page(text.str());
}

} // namespace

int main(int argc, char **argv) {
  std::string page =
      argc > 1 ? make(argv[1], argc > 2 ? argv[2] : nullptr) : std::string();
  if (page.empty()) {
    std::cerr << "docgen: error: give one page: ckpt.3 HEADER";
    for (const Page &known : kPages)
      std::cerr << ", " << known.name;
    std::cerr << '\n';
    return 1;
  }
  std::cout << page << std::flush;
  if (std::cout)
    return 0;
  std::cerr << "docgen: error: cannot write to standard output\n";
  return 1;
}
