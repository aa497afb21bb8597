// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/smaps.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

// Arrays of characters, not of pointers: no relocations.
constexpr size_t kMeaningSize = 48;
constexpr char kCodes[][3] = {
#define CKPT_VM_FLAG(code, enumerator, meaning) #code,
#include "runtime/proc/vm_flags.def"
};
constexpr char kMeanings[][kMeaningSize] = {
#define CKPT_VM_FLAG(code, enumerator, meaning) meaning,
#include "runtime/proc/vm_flags.def"
};
static_assert(sizeof(kCodes) / sizeof(kCodes[0]) == kVmFlagCount);
static_assert(sizeof(kMeanings) / sizeof(kMeanings[0]) == kVmFlagCount);

// The row of exactly one flag, else kVmFlagCount.
unsigned row_of(VmFlag flag) {
  for (unsigned i = 0; i < kVmFlagCount; ++i)
    if (static_cast<u64>(flag) == u64{1} << i)
      return i;
  return kVmFlagCount;
}

bool parse_kilobytes(StringView value, u64 &out) {
  u64 number;
  if (!take_dec(value, number) || !(value == " kB"))
    return false;
  out = number;
  return true;
}

bool parse_flags(StringView value, MappingDetail &detail) {
  MappingDetail result = detail;
  result.vm_flags = 0;
  result.unknown_flag = false;
  for (skip_blanks(value); !value.empty(); skip_blanks(value)) {
    StringView code = take_word(value);
    if (code.size != 2)
      return false;
    VmFlag flag;
    if (find_vm_flag(code, flag)) {
      result.vm_flags |= flag;
    } else if (!result.unknown_flag) {
      result.unknown_flag = true;
      result.unknown_name[0] = code[0];
      result.unknown_name[1] = code[1];
    }
  }
  detail = result;
  return true;
}

bool parse_key(StringView value, u64 &out) {
  u64 number;
  if (!take_dec(value, number) || !only_blanks(value))
    return false;
  out = number;
  return true;
}

} // namespace

bool parse_smaps_field(StringView line, MappingDetail &detail) {
  StringView name;
  StringView value;
  if (!split_field(line, name, value))
    return false;
  if (name == "Rss")
    return parse_kilobytes(value, detail.rss_kb);
  if (name == "Swap")
    return parse_kilobytes(value, detail.swap_kb);
  if (name == "Anonymous")
    return parse_kilobytes(value, detail.anonymous_kb);
  if (name == "KernelPageSize")
    return parse_kilobytes(value, detail.page_kb);
  if (name == "Shared_Clean" || name == "Shared_Dirty") {
    u64 more = 0;
    if (!parse_kilobytes(value, more))
      return false;
    detail.shared_kb += more;
    return true;
  }
  if (name == "ProtectionKey")
    return parse_key(value, detail.protection_key);
  if (name == "VmFlags")
    return parse_flags(value, detail);
  return true;
}

bool find_vm_flag(StringView code, VmFlag &flag) {
  if (code.size != 2)
    return false;
  for (unsigned i = 0; i < kVmFlagCount; ++i) {
    if (kCodes[i][0] == code[0] && kCodes[i][1] == code[1]) {
      flag = static_cast<VmFlag>(u64{1} << i);
      return true;
    }
  }
  return false;
}

StringView vm_flag_code(VmFlag flag) {
  unsigned row = row_of(flag);
  return row < kVmFlagCount ? StringView(kCodes[row]) : StringView("", 0);
}

StringView vm_flag_meaning(VmFlag flag) {
  unsigned row = row_of(flag);
  return row < kVmFlagCount ? StringView(kMeanings[row]) : StringView("", 0);
}

} // namespace ckpt::proc
