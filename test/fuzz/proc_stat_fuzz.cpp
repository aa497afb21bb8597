// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An accepted text, printed with any name, parses to the same record, and what
// stands in front of the last ')' does not matter.
#include "runtime/proc/stat.h"
#include "test/fuzz/proc_property.h"
#include <string>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

bool same(const StatMm &a, const StatMm &b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}
static_assert(sizeof(StatMm) == 13 * sizeof(u64));

std::string print(const StatMm &mm, const std::string &name) {
  std::string text = "12 (" + name + ") ";
  text += static_cast<char>(mm.state);
  for (unsigned i = 4; i <= 52; ++i) {
    u64 value = i == 4    ? mm.parent
                : i == 22 ? mm.starttime
                : i == 26 ? mm.start_code
                : i == 27 ? mm.end_code
                : i == 28 ? mm.start_stack
                : i == 45 ? mm.start_data
                : i == 46 ? mm.end_data
                : i == 47 ? mm.start_brk
                : i == 48 ? mm.arg_start
                : i == 49 ? mm.arg_end
                : i == 50 ? mm.env_start
                : i == 51 ? mm.env_end
                          : i;
    text += " " + std::to_string(value);
  }
  return text + "\n";
}

bool parse(const std::string &text, StatMm &mm) {
  return parse_stat(StringView(text.data(), text.size()), mm);
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::unique_ptr<char[]> copy(new char[size]);
  if (size)
    std::memcpy(copy.get(), data, size);
  std::string text(copy.get(), size);
  StatMm mm;
  StatMm again;
  // Any input is a fine name.
  StatMm fixed;
  fixed.start_brk = UINT64_MAX;
  fixed.state = 'S';
  PROPERTY(parse(print(fixed, text), again) && same(fixed, again));
  if (!parse_stat(StringView(copy.get(), size), mm))
    return 0;
  PROPERTY(parse(print(mm, "a) R 1 (b"), again) && same(mm, again));
  PROPERTY(parse("1 (x) R 2 " + text, again) && same(mm, again));
  return 0;
}
