// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/core_notes.h"

#include "runtime/arch/x86_64/frame.h"
#include "runtime/arch/x86_64/xstate_note.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

// struct elf_prstatus, struct elf_prpsinfo of x86-64 (linux/elfcore.h): the
// user-space headers of a kernel do not have them.
struct Prstatus {
  i32 si_signo, si_code, si_errno;
  short cursig;
  u64 sigpend, sighold;
  i32 pid, ppid, pgrp, sid;
  u64 times[8];
  u64 regs[27]; // struct user_regs_struct
  i32 fpvalid;
};
static_assert(sizeof(Prstatus) == 336);

struct Prpsinfo {
  char state, sname, zomb, nice;
  u64 flag;
  u32 uid, gid;
  i32 pid, ppid, pgrp, sid;
  char fname[16];
  char psargs[80];
};
static_assert(sizeof(Prpsinfo) == 136);

constexpr size_t kFxsaveSize = 512;
constexpr size_t kSwReserved = 464; // of struct _fpstate: software bytes

class NoteBuilder {
public:
  explicit NoteBuilder(Snapshot &snapshot)
      : from_(snapshot), notes_(snapshot.arena.array<image::RawNote>(
                             kOfProcess + kOfThread * snapshot.threads.size)) {}

  // gdb takes the first NT_PRSTATUS for the current thread, and what follows
  // one for that thread's.  Of a leader that has ended nothing is left.
  bool all() {
    if (!notes_.data)
      return false;
    bool first = true;
    for (const image::Thread &thread : from_.threads) {
      if (thread.flags & image::kEnded)
        continue;
      const struct ucontext &context = *arch::context_of(thread.frame);
      if (!registers(thread, context) ||
          (first && !(process() && auxv() && files())) || !vectors(context))
        return false;
      first = false;
    }
    return true;
  }

  Span<const image::RawNote> finish() const { return {notes_.data, count_}; }

private:
  static constexpr size_t kOfProcess = 3, kOfThread = 3;

  bool registers(const image::Thread &thread,
                 const struct ucontext &context) {
    Span<Prstatus> note = from_.arena.array<Prstatus>(1);
    if (!note.data)
      return false;
    const sigcontext &c = context.uc_mcontext;
    u64 regs[27] = {c.r15, c.r14, c.r13, c.r12, c.rbp, c.rbx, c.r11,
                    c.r10, c.r9,  c.r8,  c.rax, c.rcx, c.rdx, c.rsi,
                    c.rdi, ~0ull, c.rip, c.cs,  c.eflags, c.rsp, c.ss,
                    thread.fs_base, thread.gs_base};
    memcpy(note[0].regs, regs, sizeof regs);
    note[0].pid = thread.tid;
    note[0].sighold = *reinterpret_cast<const u64 *>(&context.uc_sigmask);
    note[0].fpvalid = context.uc_mcontext.fpstate != nullptr;
    return add(image::kNotePrstatus, "CORE", note);
  }

  bool process() {
    Span<Prpsinfo> note = from_.arena.array<Prpsinfo>(1);
    if (!note.data)
      return false;
    note[0].sname = 'R';
    note[0].pid = from_.meta.pid;
    memcpy(note[0].fname, from_.meta.comm, sizeof note[0].fname);
    size_t n = proc::read_small("/proc/thread-self/cmdline", note[0].psargs,
                                sizeof note[0].psargs - 1);
    n = min(n, sizeof note[0].psargs - 1); // a longer line is cut
    for (size_t i = 0; i + 1 < n; ++i)
      if (!note[0].psargs[i])
        note[0].psargs[i] = ' ';
    return add(image::kNotePrpsinfo, "CORE", note);
  }

  bool vectors(const struct ucontext &context) {
    const u8 *fp = reinterpret_cast<const u8 *>(context.uc_mcontext.fpstate);
    if (!fp)
      return true;
    Span<u8> legacy = from_.arena.array<u8>(kFxsaveSize);
    if (!legacy.data)
      return false;
    memcpy(legacy.data, fp, kFxsaveSize);
    memset(legacy.data + kSwReserved, 0, kFxsaveSize - kSwReserved);
    if (!add(image::kNoteFpregset, "CORE", legacy))
      return false;
    const _fpx_sw_bytes &sw =
        *reinterpret_cast<const _fpx_sw_bytes *>(fp + kSwReserved);
    if (sw.magic1 != FP_XSTATE_MAGIC1)
      return true;
    Span<u8> extended = from_.arena.array<u8>(arch::kLargestXstateNote);
    if (!extended.data)
      return false;
    extended.size = arch::xstate_note(
        {fp, sw.xstate_size}, sw.xfeatures, {from_.cpu.data, from_.cpu.size},
        *reinterpret_cast<u8(*)[arch::kLargestXstateNote]>(extended.data));
    return !extended.size || add(image::kNoteXstate, "LINUX", extended);
  }

  bool auxv() { return add(image::kNoteAuxv, "CORE", from_.auxv); }

  // NT_FILE: count, page size, {start, end, offset in pages}, names.
  bool files() {
    u64 count = 0, names = 0;
    for (const image::Mapping &m : from_.mappings)
      if (m.path_size) {
        ++count;
        names += m.path_size + 1;
      }
    Span<u64> note = from_.arena.array<u64>(2 + 3 * count + (names + 7) / 8);
    if (!note.data)
      return false;
    note[0] = count;
    note[1] = kPageSize;
    size_t at = 2;
    char *name = reinterpret_cast<char *>(&note[2 + 3 * count]);
    for (const image::Mapping &m : from_.mappings) {
      if (!m.path_size)
        continue;
      note[at++] = m.start;
      note[at++] = m.end;
      note[at++] = m.file_offset / kPageSize;
      memcpy(name, from_.mapping_pool.room.data + m.path, m.path_size);
      name += m.path_size + 1; // the arena is zeroed
    }
    notes_[count_++] = {image::kNoteFile, "CORE",
                        {reinterpret_cast<const u8 *>(note.data),
                         (2 + 3 * count) * 8 + names}};
    return true;
  }

  template <class T> bool add(u32 type, StringView owner, Span<T> content) {
    notes_[count_++] = {type, owner,
                        {reinterpret_cast<const u8 *>(content.data),
                         content.size * sizeof(T)}};
    return true;
  }

  Snapshot &from_;
  Span<image::RawNote> notes_;
  size_t count_ = 0;
};

} // namespace

Span<const image::RawNote> build_core_notes(Snapshot &snapshot) {
  NoteBuilder build(snapshot);
  return build.all() ? build.finish() : Span<const image::RawNote>{};
}

} // namespace ckpt
