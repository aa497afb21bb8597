// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Command lines as a test writes them: words split on blanks.
#pragma once
#include "driver/invocation.h"
#include "driver/link_line.h"
#include <deque>
#include <sstream>
#include <string>
#include <vector>

namespace ckpt::driver {

class Split {
public:
  explicit Split(const std::string &line) {
    std::istringstream in(line);
    for (std::string word; in >> word;)
      words_.push_back(word);
    for (const std::string &word : words_)
      pointers_.push_back(word.c_str());
  }
  llvm::ArrayRef<const char *> args() const { return pointers_; }

private:
  std::deque<std::string> words_;
  std::vector<const char *> pointers_;
};

inline std::string joined(const std::vector<std::string> &words) {
  std::string line;
  for (const std::string &word : words)
    line += (line.empty() ? "" : " ") + word;
  return line;
}

// line: the command's name first.
inline Invocation classify_line(const std::string &line) {
  Split words(line);
  return classify(parse_command_name(words.args().front()),
                  words.args().drop_front());
}

} // namespace ckpt::driver
