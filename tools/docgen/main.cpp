// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// docgen PAGE: writes one generated page of docs/ to standard output.
// Exit status: 0, or 1 when the page is unknown or cannot be written.
#include "tools/docgen/docgen.h"
#include <iostream>
#include <string_view>

int main(int argc, char **argv) {
  std::string_view page = argc == 2 ? argv[1] : "";
  if (page == "ckpt_flags.7") {
    std::cout << ckpt::docgen::man_page();
  } else if (page == "options.md") {
    std::cout << ckpt::docgen::options_page();
  } else if (page == "command-stream.md") {
    std::cout << ckpt::docgen::stream_page();
  } else {
    std::cerr << "docgen: error: give one page: ckpt_flags.7, options.md or "
                 "command-stream.md\n";
    return 1;
  }
  std::cout.flush();
  if (std::cout)
    return 0;
  std::cerr << "docgen: error: cannot write to standard output\n";
  return 1;
}
