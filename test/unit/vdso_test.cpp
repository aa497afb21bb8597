// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A copy of a vDSO, redirected, is called as libc would call it.  The copy is
// of this kernel's, or of the file that CKPT_TEST_VDSO names.
#include "runtime/restart/vdso.h"
#include "test/unit/check.h"
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <vector>

using namespace ckpt;

namespace {

using Buffer = std::vector<u8>;

u64 here_base() { return getauxval(AT_SYSINFO_EHDR); }

// Section headers are the last thing in a vDSO.
Bytes here() {
  const Elf64_Ehdr *elf = reinterpret_cast<const Elf64_Ehdr *>(here_base());
  return {reinterpret_cast<const u8 *>(elf),
          page_up(elf->e_shoff + u64{elf->e_shnum} * elf->e_shentsize)};
}

Buffer saved_bytes() {
  if (const char *path = std::getenv("CKPT_TEST_VDSO")) {
    std::ifstream file(path, std::ios::binary);
    return Buffer(std::istreambuf_iterator<char>(file), {});
  }
  return Buffer(here().begin(), here().end());
}

// The saved bytes, redirected and executable.
class Copy {
public:
  Copy(Bytes target, u64 base) : bytes_(saved_bytes()) {
    void *at = mmap(nullptr, page_up(bytes_.size() + 1), PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memory_ = static_cast<u8 *>(at);
    std::memcpy(memory_, bytes_.data(), bytes_.size());
    Reason why;
    good_ = restart::redirect_vdso({memory_, bytes_.size()}, target, base, 0, why);
    CHECK_EQ(why.view(), StringView(""));
    mprotect(at, page_up(bytes_.size() + 1), PROT_READ | PROT_EXEC);
  }
  ~Copy() { munmap(memory_, page_up(bytes_.size() + 1)); }
  Copy(const Copy &) = delete;
  bool good() const { return good_; }

  // By PT_DYNAMIC, as ld.so does it; null: it has no such function.
  template <class Function> Function *find(const char *name) const {
    const Elf64_Ehdr *elf = reinterpret_cast<const Elf64_Ehdr *>(memory_);
    const Elf64_Phdr *headers =
        reinterpret_cast<const Elf64_Phdr *>(memory_ + elf->e_phoff);
    u64 symbols = 0, names = 0;
    for (int i = 0; i < elf->e_phnum; ++i)
      if (headers[i].p_type == PT_DYNAMIC)
        for (const Elf64_Dyn *d = reinterpret_cast<const Elf64_Dyn *>(
                 memory_ + headers[i].p_offset);
             d->d_tag; ++d) {
          symbols = d->d_tag == DT_SYMTAB ? d->d_un.d_ptr : symbols;
          names = d->d_tag == DT_STRTAB ? d->d_un.d_ptr : names;
        }
    // The string table follows the symbols.
    for (u64 at = symbols; at + sizeof(Elf64_Sym) <= names;
         at += sizeof(Elf64_Sym)) {
      const Elf64_Sym *s = reinterpret_cast<const Elf64_Sym *>(memory_ + at);
      if (!std::strcmp(reinterpret_cast<char *>(memory_ + names + s->st_name),
                       name))
        return reinterpret_cast<Function *>(memory_ + s->st_value);
    }
    return nullptr;
  }

private:
  Buffer bytes_;
  u8 *memory_;
  bool good_ = false;
};

using ClockCall = long(clockid_t, timespec *);
using DayCall = long(timeval *, struct timezone *);
using TimeCall = long(time_t *);
using CpuCall = long(unsigned *, unsigned *, void *);
using RandomCall = long(void *, size_t, unsigned, void *, size_t);

i64 nanoseconds(const timespec &t) {
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

i64 by_call(clockid_t clock) {
  timespec t = {};
  CHECK_EQ(syscall(SYS_clock_gettime, clock, &t), 0);
  return nanoseconds(t);
}

void check_clock(ClockCall *get, clockid_t clock) {
  timespec t = {};
  i64 before = by_call(clock);
  CHECK_EQ(get(clock, &t), 0);
  CHECK(before <= nanoseconds(t) && nanoseconds(t) <= by_call(clock));
}

void check_clocks(const Copy &copy) {
  for (const char *name : {"__vdso_clock_gettime", "clock_gettime"}) {
    ClockCall *get = copy.find<ClockCall>(name);
    REQUIRE(get != nullptr);
    for (clockid_t clock :
         {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME,
          CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_TAI,
          CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID})
      check_clock(get, clock);
    timespec t;
    CHECK_EQ(get(INT_MAX, &t), -EINVAL);
  }
  ClockCall *resolution = copy.find<ClockCall>("__vdso_clock_getres");
  REQUIRE(resolution != nullptr);
  timespec mine = {}, kernels = {};
  CHECK_EQ(resolution(CLOCK_MONOTONIC, &mine), 0);
  syscall(SYS_clock_getres, CLOCK_MONOTONIC, &kernels);
  CHECK_EQ(nanoseconds(mine), nanoseconds(kernels));
  CHECK_EQ(resolution(INT_MAX, &mine), -EINVAL);
}

void check_seconds(const Copy &copy) {
  DayCall *day = copy.find<DayCall>("__vdso_gettimeofday");
  TimeCall *seconds = copy.find<TimeCall>("__vdso_time");
  REQUIRE(day && seconds);
  timeval t = {};
  i64 before = by_call(CLOCK_REALTIME) / 1000;
  CHECK_EQ(day(&t, nullptr), 0);
  i64 micro = t.tv_sec * 1000000ll + t.tv_usec;
  CHECK(before <= micro && micro <= by_call(CLOCK_REALTIME) / 1000 + 1);
  before = by_call(CLOCK_REALTIME_COARSE) / 1000000000;
  time_t stored = 0;
  long now = seconds(&stored);
  CHECK(before <= now && now <= by_call(CLOCK_REALTIME_COARSE) / 1000000000);
  CHECK_EQ(now, stored);
  CHECK(seconds(nullptr) >= now);
}

void check_cpu(const Copy &copy) {
  CpuCall *get = copy.find<CpuCall>("__vdso_getcpu");
  REQUIRE(get != nullptr);
  cpu_set_t all, one;
  sched_getaffinity(0, sizeof all, &all);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &all))
      continue;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof one, &one);
    unsigned seen = ~0u, node = ~0u;
    CHECK_EQ(get(&seen, &node, nullptr), 0);
    CHECK_EQ(seen, cpu);
    CHECK(node != ~0u);
  }
  sched_setaffinity(0, sizeof all, &all);
}

// Without a state the call falls through to the kernel, in the vDSO too.
void check_random(const Copy &copy, bool plain) {
  RandomCall *get = copy.find<RandomCall>("__vdso_getrandom");
  if (!get)
    return; // the kernel is older
  u8 bytes[64] = {};
  CHECK_EQ(get(bytes, sizeof bytes, 0, nullptr, 0), sizeof bytes);
  size_t zeros = 0;
  for (u8 byte : bytes)
    zeros += byte == 0;
  CHECK(zeros < 16);
  CHECK_EQ(get(bytes, 1, ~0u, nullptr, 0), -EINVAL);
  u8 parameters[256] = {};
  long query = get(nullptr, 0, 0, parameters, ~size_t{0});
  CHECK(plain ? query == -ENOSYS : query == 0 || query == -ENOSYS);
}

void check_all(const Copy &copy, bool plain) {
  REQUIRE(copy.good());
  check_clocks(copy);
  check_seconds(copy);
  check_cpu(copy);
  check_random(copy, plain);
}

// Redirects and says whether bytes outside were touched.
bool stays_inside(Buffer bytes) {
  constexpr u8 kCanary = 0xa5;
  size_t size = bytes.size();
  bytes.insert(bytes.begin(), 64, kCanary);
  bytes.insert(bytes.end(), 64, kCanary);
  Reason why;
  bool good =
      restart::redirect_vdso({&bytes[64], size}, here(), here_base(), 0, why);
  for (size_t i = 0; i < 64; ++i)
    if (bytes[i] != kCanary || bytes[bytes.size() - 1 - i] != kCanary)
      return false;
  return good == why.empty();
}

TEST(functions_lead_to_this_kernels) {
  check_all(Copy(here(), here_base()), false);
}

TEST(without_a_vdso_functions_are_system_calls) { check_all(Copy({}, 0), true); }

TEST(a_target_that_is_no_vdso_counts_as_none) {
  Buffer garbage(4096, 0x5a);
  check_all(Copy({garbage.data(), garbage.size()}, 0x1000), true);
}

TEST(the_jump_is_there) {
  Copy copy(here(), here_base());
  u8 *code = reinterpret_cast<u8 *>(copy.find<TimeCall>("__vdso_time"));
  REQUIRE(code != nullptr);
  u64 target;
  std::memcpy(&target, code + 6, 8);
  CHECK(target - here_base() < here().size);
  CHECK_EQ(code[14], 0xff);
}

TEST(what_is_no_vdso_is_refused) {
  Buffer zeros(8192), text(8192, 'x'), other = saved_bytes();
  other[4] = 1; // ELFCLASS32
  for (Buffer *bytes : {&zeros, &text, &other}) {
    Buffer before = *bytes;
    Reason why;
    CHECK(!restart::redirect_vdso({bytes->data(), bytes->size()}, here(),
                                  here_base(), 0, why));
    CHECK(!why.empty());
    CHECK(*bytes == before);
  }
  Reason why;
  CHECK(!restart::redirect_vdso({}, here(), here_base(), 0, why));
}

TEST(truncated_ones_are_harmless) {
  Buffer whole = saved_bytes();
  bool inside = true;
  for (size_t size = 0; size < whole.size(); size += 7)
    inside = inside && stays_inside(Buffer(whole.begin(), whole.begin() + size));
  CHECK(inside);
}

TEST(a_function_without_room_is_named) {
  Buffer bytes = saved_bytes();
  const Elf64_Ehdr *elf = reinterpret_cast<const Elf64_Ehdr *>(bytes.data());
  const Elf64_Shdr *sections =
      reinterpret_cast<const Elf64_Shdr *>(bytes.data() + elf->e_shoff);
  for (int i = 0; i < elf->e_shnum; ++i)
    if (sections[i].sh_type == SHT_DYNSYM)
      for (u64 at = sections[i].sh_offset;
           at < sections[i].sh_offset + sections[i].sh_size;
           at += sizeof(Elf64_Sym))
        reinterpret_cast<Elf64_Sym *>(&bytes[at])->st_size = 11;
  Reason why;
  CHECK(!restart::redirect_vdso({bytes.data(), bytes.size()}, here(),
                                here_base(), 0, why));
  CHECK(std::string(why.view().data, why.view().size).find("too short") !=
        std::string::npos);
}

} // namespace
