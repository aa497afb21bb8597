// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/vdso.h"

#include <asm/unistd.h>

#include "runtime/image/elf_layout.h"

namespace ckpt::restart {

namespace {

constexpr u32 kDynamicSymbols = 11; // SHT_DYNSYM
constexpr u8 kFunction = 2;         // STT_FUNC
constexpr size_t kJumpSize = 16;
constexpr size_t kCallSize = 12;
constexpr size_t kGuardedCallSize = kCallSize + 14;

struct Symbol { // Elf64_Sym
  u32 name;
  u8 info;
  u8 other;
  u16 section;
  u64 value;
  u64 size;
};
static_assert(sizeof(Symbol) == 24);

// A vDSO image, read with every offset checked.
class Vdso {
public:
  explicit Vdso(Bytes bytes) : bytes_(bytes) {}

  bool open() {
    image::ElfHeader header;
    if (!load(0, header) || header.shentsize != sizeof(image::SectionHeader))
      return false;
    for (size_t i = 0; i < sizeof image::kElfIdent; ++i)
      if (header.ident[i] != image::kElfIdent[i])
        return false;
    for (u32 i = 0; i < header.shnum; ++i) {
      image::SectionHeader section, strings;
      if (!load(header.shoff + i * sizeof section, section))
        return false;
      if (section.type != kDynamicSymbols)
        continue;
      if (!load(header.shoff + u64{section.link} * sizeof strings, strings))
        return false;
      symbols_ = section.offset;
      count_ = section.size / sizeof(Symbol);
      names_ = strings.offset;
      return section.size <= bytes_.size;
    }
    return false;
  }

  u64 count() const { return count_; }

  // A function that is defined here; false for other symbols.
  bool function(u64 index, Symbol &symbol, StringView &name) const {
    if (!load(symbols_ + index * sizeof symbol, symbol) ||
        (symbol.info & 15) != kFunction || !symbol.section)
      return false;
    u64 at = names_ + symbol.name;
    u64 end = at;
    while (end < bytes_.size && bytes_[end])
      ++end;
    if (end >= bytes_.size || symbol.value >= bytes_.size)
      return false;
    name = {reinterpret_cast<const char *>(bytes_.data + at), end - at};
    return !name.empty();
  }

  bool find(StringView wanted, u64 &value) const {
    for (u64 i = 0; i < count_; ++i) {
      Symbol symbol;
      StringView name;
      if (function(i, symbol, name) && name == wanted) {
        value = symbol.value;
        return true;
      }
    }
    return false;
  }

private:
  template <class T> bool load(u64 at, T &out) const {
    if (at > bytes_.size || bytes_.size - at < sizeof out)
      return false;
    u8 *to = reinterpret_cast<u8 *>(&out);
    for (size_t i = 0; i < sizeof out; ++i)
      to[i] = bytes_[at + i];
    return true;
  }

  Bytes bytes_;
  u64 symbols_ = 0, count_ = 0, names_ = 0;
};

// The system call a vDSO function stands for (vdso(7)), with the same
// arguments; 0: fails with ENOSYS, which callers of newer functions take as
// "not there".
u32 plain_call(StringView name) {
  if (name.ends_with("clock_gettime"))
    return __NR_clock_gettime;
  if (name.ends_with("gettimeofday"))
    return __NR_gettimeofday;
  if (name.ends_with("clock_getres"))
    return __NR_clock_getres;
  if (name.ends_with("getcpu"))
    return __NR_getcpu;
  if (name.ends_with("time"))
    return __NR_time;
  // Two arguments more, the caller's state, which the call does not look at.
  if (name.ends_with("getrandom"))
    return __NR_getrandom;
  return 0;
}

void put(u8 *&at, Bytes code) {
  for (u8 byte : code)
    *at++ = byte;
}

void put_number(u8 *&at, u64 number, size_t size) {
  for (size_t i = 0; i < size; ++i)
    *at++ = static_cast<u8>(number >> (8 * i));
}

constexpr u8 kEndbr[] = {0xf3, 0x0f, 0x1e, 0xfa};
// mov $-ENOSYS, %rax; ret.  Only the 64-bit move extends the sign.
constexpr u8 kFail[] = {0x48, 0xc7, 0xc0, 0xda, 0xff, 0xff, 0xff, 0xc3};

void write_jump(u8 *at, u64 target) {
  put(at, {kEndbr, 4});
  const u8 movabs[] = {0x48, 0xb8}; // movabs $target, %rax
  put(at, {movabs, 2});
  put_number(at, target, 8);
  const u8 jump[] = {0xff, 0xe0}; // jmp *%rax
  put(at, {jump, 2});
}

// getrandom(..., state, -1) asks for the size of the state; only where there is
// a state is it wanted.
void write_query_guard(u8 *&at) {
  const u8 compare[] = {0x49, 0x83, 0xf8, 0xff}; // cmp $-1, %r8
  put(at, {compare, 4});
  const u8 skip[] = {0x75, 0x08}; // jne 1f
  put(at, {skip, 2});
  put(at, {kFail, 8});
}

void write_call(u8 *at, u32 number) {
  put(at, {kEndbr, 4});
  if (!number)
    return put(at, {kFail, 8});
  if (number == __NR_getrandom)
    write_query_guard(at);
  const u8 mov[] = {0xb8}; // mov $number, %eax
  put(at, {mov, 1});
  put_number(at, number, 4);
  const u8 call[] = {0x0f, 0x05, 0xc3}; // syscall; ret
  put(at, {call, 3});
}

} // namespace

u64 find_in_vdso(Bytes vdso, StringView name) {
  Vdso in(vdso);
  u64 value = 0;
  return !vdso.empty() && in.open() && in.find(name, value) ? value : 0;
}

bool redirect_vdso(Span<u8> saved, Bytes here, u64 here_base,
                   u64 clock_gettime, Reason &why) {
  Vdso from({saved.data, saved.size}), to(here);
  if (!from.open()) {
    why.set("the vDSO it holds is not an ELF file");
    return false;
  }
  bool target = !here.empty() && to.open();
  for (u64 i = 0; i < from.count(); ++i) {
    Symbol symbol;
    StringView name;
    if (!from.function(i, symbol, name))
      continue;
    u64 room = min(symbol.size, saved.size - symbol.value);
    u64 value = 0;
    if (room >= kJumpSize && clock_gettime &&
        name.ends_with("clock_gettime")) {
      write_jump(saved.data + symbol.value, clock_gettime);
    } else if (room >= kJumpSize && target && to.find(name, value)) {
      write_jump(saved.data + symbol.value, here_base + value);
    } else if (room >= kCallSize) {
      u32 number = plain_call(name);
      if (number == __NR_getrandom && room < kGuardedCallSize)
        number = 0;
      write_call(saved.data + symbol.value, number);
    } else {
      why.set("the function ", name, " of the vDSO it holds is too short to be "
              "redirected to this kernel's");
      return false;
    }
  }
  return true;
}

} // namespace ckpt::restart
