// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// stdin: `objdump -dw --insn-width=16`.  Every instruction there must have the
// same length here, and a jump the same target.  Prints what differs.
#include "runtime/arch/x86_64/instruction.h"
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace ckpt;

namespace {

constexpr u8 kWait = 0x9b; // objdump joins it with what follows

// "  401000:\tf3 0f 1e fa \tendbr64"
bool split(const std::string &line, u64 &address, std::vector<u8> &bytes,
           std::string &text) {
  size_t first = line.find(":\t"), second = line.find('\t', first + 2);
  if (first == std::string::npos || second == std::string::npos)
    return false;
  address = std::strtoull(line.c_str(), nullptr, 16);
  std::istringstream in(line.substr(first + 2, second - first - 2));
  bytes.clear();
  for (unsigned byte; in >> std::hex >> byte;)
    bytes.push_back(static_cast<u8>(byte));
  text = line.substr(second + 1);
  return true;
}

// Direct jumps have an address as their operand: "jne    4010f0 <f+0x10>".
bool names_jump(const std::string &text, u64 &target) {
  std::string name = text.substr(0, text.find(' '));
  for (const char *prefix : {"bnd ", "notrack "})
    if (text.rfind(prefix, 0) == 0)
      name = text.substr(std::string(prefix).size());
  if (name[0] != 'j' && name.rfind("loop", 0) != 0)
    return false;
  if (text.find(" *") != std::string::npos)
    return false;
  size_t at = text.find_last_of(' ', text.find(" <") - 1);
  target = std::strtoull(text.c_str() + at, nullptr, 16);
  return true;
}

} // namespace

int main() {
  std::string line, text;
  std::vector<u8> bytes;
  u64 address, checked = 0, wrong = 0, target = 0;
  while (std::getline(std::cin, line)) {
    if (!split(line, address, bytes, text) ||
        text.find("(bad)") != std::string::npos ||
        text.rfind("rex", 0) == 0 || bytes[0] == kWait)
      continue;
    ++checked;
    arch::Instruction one;
    bool good = arch::decode_instruction({bytes.data(), bytes.size()}, one) &&
                one.size == bytes.size();
    bool jump = names_jump(text, target);
    good = good && jump == arch::is_jump(one);
    if (good && jump)
      good = address + one.size + static_cast<u64>(one.immediate) == target;
    if (!good && ++wrong < 20)
      std::cout << "differs: " << line << '\n';
  }
  std::cout << checked << " instructions, " << wrong << " differ\n";
  return wrong || !checked;
}
