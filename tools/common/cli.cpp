// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/common/cli.h"
#include <cstdio>
#include <cstring>

namespace ckpt::cli {

Arguments parse_arguments(int argc, const char *const *argv) {
  Arguments out;
  bool flags = true;
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (!flags || word.size() < 2 || word[0] != '-')
      out.words.emplace_back(word);
    else if (word == "--")
      flags = false;
    else if (word == "-h" || word == "--help")
      out.help = true;
    else if (word == "-j" || word == "--json")
      out.json = true;
    else if (word == "--version")
      out.version = true;
    else if (out.unknown.empty())
      out.unknown = word;
  }
  return out;
}

void print_error(std::string_view tool, std::string_view text) {
  std::fprintf(stderr, "%.*s: error: %.*s\n", static_cast<int>(tool.size()),
               tool.data(), static_cast<int>(text.size()), text.data());
}

int finish_output(std::string_view tool, int code) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout))
    return code;
  print_error(tool, "the output could not be written completely; make room or "
                    "write it elsewhere");
  return kUnreadable;
}

std::string printable(StringView text) {
  std::string out;
  for (char c : text) {
    u8 byte = static_cast<u8>(c);
    char escaped[8];
    if (byte < 0x20 || byte >= 0x7f) {
      std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
      out += escaped;
    } else if (c == '\\') {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return out;
}

std::string shell_word(const std::string &word) {
  constexpr char kPlain[] = "abcdefghijklmnopqrstuvwxyz"
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "/._-+=:,@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos)
    return word;
  std::string out = "'";
  for (char c : word) {
    if (static_cast<u8>(c) < 0x20 || static_cast<u8>(c) >= 0x7f)
      return {};
    out += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return out + "'";
}

std::string counted(u64 n, std::string_view thing) {
  return with_commas(n) + " " + std::string(thing) + (n == 1 ? "" : "s");
}

std::string with_commas(u64 n) {
  std::string out = std::to_string(n);
  for (size_t at = out.size(); at > 3; at -= 3)
    out.insert(at - 3, 1, ',');
  return out;
}

std::string readable_size(u64 bytes) {
  if (bytes < 1024)
    return std::to_string(bytes) + " bytes";
  constexpr char kUnits[][4] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  u64 tenths = bytes * 10 / 1024;
  if (bytes >= u64{1} << 60) // the product above would not fit
    tenths = bytes / 1024 * 10;
  size_t unit = 0;
  for (; tenths >= 10240 && unit + 1 < sizeof kUnits / sizeof kUnits[0]; ++unit)
    tenths /= 1024;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " +
         kUnits[unit];
}

std::string hex(u64 n) {
  char out[20];
  std::snprintf(out, sizeof out, "0x%llx", static_cast<unsigned long long>(n));
  return out;
}

} // namespace ckpt::cli
