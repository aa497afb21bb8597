// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/table.h"

#include <asm/errno.h>
#include <linux/mman.h>

#include "runtime/abi/syscall_frame.h"
#include "runtime/fd/list.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/records.h"

// Looked at by arch/x86_64/dispatch.S, too.
#pragma GCC visibility push(hidden)
extern "C" {
extern ckpt::syscall::Table __ckpt_own_table;
extern ckpt::u32 __ckpt_child_tables; // how many are in use
constinit ckpt::syscall::Table __ckpt_own_table = {};
constinit ckpt::u32 __ckpt_child_tables = 0;
}
#pragma GCC visibility pop

namespace ckpt::syscall {

namespace {

static_assert(offsetof(Table, words) == 0 &&
              offsetof(Table, size) == CKPT_TABLE_SIZE &&
              sizeof(Word) == 8 && kRealBits == CKPT_REAL_BITS);

// -_condor_aggravate_bugs: these are not given to whoever takes what is free.
constexpr u32 kFirstSkipped = 2, kLastSkipped = 32;

constexpr size_t kMostChildren = 32;

constinit Table &own = __ckpt_own_table;
constinit u32 &children_count = __ckpt_child_tables;
constinit Table children[kMostChildren] = {};

Word word_of(i32 real, Marks marks) {
  return marks | (static_cast<u32>(real) + 1);
}

template <class T> T load(const T &word) {
  return __atomic_load_n(&word, __ATOMIC_SEQ_CST);
}

bool exchange(Word &word, Word expected, Word wanted) {
  return __atomic_compare_exchange_n(&word, &expected, wanted, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

void raise_top(Table &t, u32 top) {
  u32 before = load(t.top);
  while (before < top &&
         !__atomic_compare_exchange_n(&t.top, &before, top, false,
                                      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
  }
}

// Whoever looks for a free number now begins no higher than here.
void tell_free(Table &t, u32 number) {
  u64 before = __atomic_load_n(&t.free, __ATOMIC_SEQ_CST), after;
  do {
    u64 lowest = min<u64>(before & 0xffffffff, number);
    after = ((before >> 32) + 1) << 32 | lowest;
  } while (!__atomic_compare_exchange_n(&t.free, &before, after, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
}

u32 skip(u32 number) {
  bool skipped = state.config.aggravate_bugs && number >= kFirstSkipped &&
                 number <= kLastSkipped;
  return skipped ? kLastSkipped + 1 : number;
}

u32 find_free(const Table &t, u32 from, u32 limit) {
  u32 number = skip(from);
  while (number < limit && load(t.words[number]))
    number = skip(number + 1);
  return number;
}

// A program that has no other number left gets a skipped one: under a small
// limit it opens as many files as without the flag.
u32 find_skipped(const Table &t, u32 from, u32 limit) {
  u32 number = max(from, kFirstSkipped);
  u32 end = min(limit, kLastSkipped + 1);
  while (number < end && load(t.words[number]))
    ++number;
  return number < end ? number : limit;
}

Word *word_at(Table &t, i32 number) {
  bool inside = number >= 0 && static_cast<u32>(number) < t.size;
  return inside ? &t.words[number] : nullptr;
}

bool reserve(Table &t) {
  SysResult made =
      sys::mmap(0, u64{kMostVirtual} * sizeof(Word), PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (!made.ok())
    return false;
  t.words = reinterpret_cast<Word *>(made.address());
  t.size = kMostVirtual;
  t.top = 0;
  t.free = 0;
  return true;
}

} // namespace

static void forget_ended_children() {
  for (Table &child : children)
    if (child.used && !child.waited_for && child.pid &&
        sys::call(__NR_kill, child.pid, 0).error() == ESRCH)
      end_child_table(&child);
}

Table &table() {
  if (__builtin_expect(load(children_count) == 0, 1))
    return own;
  i32 pid = sys::getpid();
  for (Table &child : children)
    if (child.used && child.pid == pid)
      return child;
  return own;
}

bool begin_table(Reason &why) {
  if (own.words || reserve(own))
    return true;
  why.set("no address space for the table of virtual descriptors; is ulimit -v "
          "set too low?");
  return false;
}

void enter_open_descriptors(int but_not) {
  int stream = state.stream.there ? state.stream.fd : -1;
  fd::each_descriptor([&](u64 number) {
    if (number < own.size && static_cast<int>(number) != but_not &&
        static_cast<int>(number) != stream)
      claim_number(static_cast<i32>(number), static_cast<i32>(number));
    return true;
  });
}

Word word_of_number(i32 number) {
  Table &t = table();
  Word *word = word_at(t, number);
  return word ? load(*word) : 0;
}

i32 real_of(i32 number) { return real_in(word_of_number(number)); }

i32 real_or_none(i32 number) {
  i32 real = real_of(number);
  return real < 0 ? kNoDescriptor : real;
}

bool is_listing(i32 number) { return word_of_number(number) & kListing; }

bool has_record(i32 number) { return word_of_number(number) >> kRecordShift; }

// Between two looks the number may be closed: then there is nothing to share.
Marks share_marks(i32 number) {
  for (;;) {
    Marks marks = marks_in(word_of_number(number));
    if (share_record(marks))
      return marks;
    if (marks_in(word_of_number(number)) == marks)
      return marks & ~(~Marks{0} << kRecordShift);
  }
}

void drop_marks(Marks marks) { drop_record(marks); }

void set_marks(i32 number, Marks marks) {
  Word *word = word_at(table(), number);
  for (Word before = word ? load(*word) : 0; before; before = load(*word))
    if (exchange(*word, before, word_of(real_in(before), marks)))
      return drop_marks(marks_in(before));
  drop_marks(marks);
}

void add_mark(i32 number, Marks mark) {
  Word *word = word_at(table(), number);
  for (Word before = word ? load(*word) : 0; before; before = load(*word))
    if (exchange(*word, before, before | mark))
      return;
}

i32 virtual_of(i32 real) {
  Table &t = table();
  u32 top = load(t.top);
  for (u32 i = 0; i < top; ++i)
    if (real_in(load(t.words[i])) == real)
      return static_cast<i32>(i);
  return -1;
}

u32 number_limit() {
  rlimit64 limit = {kMostVirtual, kMostVirtual};
  sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ignore();
  return static_cast<u32>(min<u64>(limit.rlim_cur, kMostVirtual));
}

bool has_room(u32 from) {
  Table &t = table();
  u32 limit = number_limit();
  return find_free(t, from, limit) < limit ||
         find_skipped(t, from, limit) < limit;
}

i32 claim(i32 real, u32 from, Marks marks) {
  Table &t = table();
  u32 limit = number_limit();
  u64 seen = __atomic_load_n(&t.free, __ATOMIC_SEQ_CST);
  u32 start = max(from, static_cast<u32>(seen));
  for (;;) {
    u32 number = find_free(t, start, limit);
    if (number >= limit)
      number = find_skipped(t, from, limit);
    if (number >= limit)
      return -EMFILE;
    if (!exchange(t.words[number], 0, word_of(real, marks)))
      continue;
    raise_top(t, number + 1);
    if (from <= static_cast<u32>(seen))
      __atomic_compare_exchange_n(&t.free, &seen,
                                  (seen & ~u64{0xffffffff}) | (number + 1),
                                  false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return static_cast<i32>(number);
  }
}

bool claim_number(i32 number, i32 real, Marks marks) {
  Table &t = table();
  Word *word = word_at(t, number);
  if (!word || !exchange(*word, 0, word_of(real, marks)))
    return false;
  raise_top(t, static_cast<u32>(number) + 1);
  return true;
}

Word release(i32 number) {
  Table &t = table();
  Word *word = word_at(t, number);
  Word before = word ? __atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) : 0;
  if (before)
    tell_free(t, static_cast<u32>(number));
  return before;
}

i64 close_number(i32 number) {
  Word before = release(number);
  if (!before)
    return -EBADF;
  SysResult closed = sys::close(real_in(before));
  drop_marks(marks_in(before));
  return closed.value();
}

void change(i32 number, i32 real) {
  Word *word = word_at(table(), number);
  for (Word before = word ? load(*word) : 0; before; before = load(*word))
    if (exchange(*word, before, word_of(real, marks_in(before))))
      return;
}

static void share_words(Table &child, const Table &parent) {
  for (u32 i = 0; i < child.top; ++i) {
    Word word = load(parent.words[i]);
    if (word && !share_record(word))
      word &= ~(~Marks{0} << kRecordShift);
    child.words[i] = word;
  }
}

Table *begin_child_table(bool waited_for) {
  Table &parent = table();
  forget_ended_children();
  for (Table &child : children) {
    if (__atomic_test_and_set(&child.used, __ATOMIC_SEQ_CST))
      continue;
    child.pid = 0;
    child.waited_for = waited_for;
    child.trap_mask = 0;
    if (!reserve(child)) {
      child.used = false;
      return nullptr;
    }
    child.top = load(parent.top);
    child.free = 0;
    share_words(child, parent);
    __atomic_add_fetch(&children_count, 1, __ATOMIC_SEQ_CST);
    return &child;
  }
  return nullptr;
}

void end_child_table(Table *child) {
  for (u32 i = 0; i < child->top; ++i)
    drop_marks(marks_in(child->words[i]));
  sys::munmap(reinterpret_cast<u64>(child->words),
              u64{kMostVirtual} * sizeof(Word))
      .ignore();
  child->words = nullptr;
  child->pid = 0;
  __atomic_sub_fetch(&children_count, 1, __ATOMIC_SEQ_CST);
  __atomic_clear(&child->used, __ATOMIC_SEQ_CST);
}

bool has_own_table() { return &table() != &own; }

void look_at_all_numbers() { tell_free(own, 0); }

} // namespace ckpt::syscall
