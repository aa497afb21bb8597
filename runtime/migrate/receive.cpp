// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The receiver: receive() up to the stored image, confirm() when the restart
// from it is prepared.
#include "runtime/migrate/migrate.h"

#include <asm/errno.h>
#include <asm/signal.h>

#include "runtime/ckpt/report.h"
#include "runtime/ckpt/room.h"
#include "runtime/ckpt/temporary.h"
#include "runtime/migrate/image_name.h"
#include "runtime/migrate/limits.h"
#include "runtime/migrate/link.h"
#include "runtime/migrate/token.h"
#include "runtime/sys/memory.h"

namespace ckpt::migrate {

namespace {

constexpr size_t kBlock = 32 << 10;
constexpr u8 kElfMagic[4] = {0x7f, 'E', 'L', 'F'};

// Between receive() and confirm().  The key is not kept here: an image must
// not hold it.
struct Arrival {
  bool waits;
  bool proved;
  bool ready_said;
  int fd = -1;
  Session session;
};
constinit Arrival arrival = {};

Session current_session() {
  Session session = arrival.session;
  session.key = token_key();
  return session;
}

class Receiver {
public:
  explicit Receiver(int fd) : link_(fd, step_limit()) {}

  // Steps: who is it -> prove -> store -> check -> publish as IMAGE.arriving.
  bool run(const ImageName &image, Reason &why) {
    ImageName arriving(image, kArriving);
    if (!link_.receive(head_, sizeof head_, why))
      return false;
    bool good = !memcmp(head_, kElfMagic, sizeof head_)
                    ? take_plain(arriving, why)
                    : take_proved(arriving, why);
    if (!good)
      file_.discard();
    return good;
  }

  void keep() {
    arrival.waits = true;
    arrival.proved = proved_;
    arrival.session = session_;
    arrival.session.key = {};
    arrival.fd = link_.fd();
  }
  void refuse(const Reason &why) {
    // What only broke is not explained to the other side.
    link_.refuse_and_close(why.view());
  }

private:
  // An earlier one whose COMMIT was lost may be the only copy of its job.
  bool publish(ImageName &arriving, Reason &why) {
    struct stat st;
    ImageName fresh(arriving, ".tmp");
    if (!sys::lstat(arriving.c_str(), st).ok() ||
        is_outdated(arriving, fresh))
      return file_.publish(why);
    why.set("an image that arrived before and was never confirmed is in ",
            arriving, "; start the job from it with -_condor_restart if it "
            "runs nowhere, or else remove it");
    return false;
  }

  bool take_plain(ImageName &arriving, Reason &why) {
    if (has_token()) {
      why.set("this side has a CKPT_TOKEN and the sender has none; start the "
              "job with the same CKPT_TOKEN");
      return false;
    }
    notice("CKPT_TOKEN is not set: the link is not authenticated, and the "
           "image is taken from whoever sends it");
    if (!file_.open(arriving.view(), why) ||
        !file_.write(head_, sizeof head_, 0, why))
      return false;
    u8 block[kBlock];
    for (u64 at = sizeof head_;;) {
      size_t got = 0;
      if (!link_.receive_some(block, sizeof block, got, why) ||
          !file_.write(block, got, at, why))
        return false;
      if (!got)
        return publish(arriving, why);
      at += got;
    }
  }

  bool hear(RecordType due, Reason &why, Bytes head = {}) {
    RecordType type;
    return link_.receive_record({&due, 1}, session_, type, step_limit(), why,
                                head);
  }
  bool say(RecordType type, Reason &why) {
    return link_.send(make_record(type, session_), why);
  }

  bool take_proved(ImageName &arriving, Reason &why) {
    session_.key = token_key();
    // A stranger's few bytes need not be waited out.
    RecordHeader start = {};
    memcpy(start.magic, head_, sizeof head_);
    start.version = kProtocolVersion;
    if (memcmp(head_, kRecordMagic, sizeof head_))
      return check_header(start, {}, why);
    if (!hear(RecordType::kHello, why, {head_, sizeof head_}))
      return false;
    if (!has_token()) {
      why.set("the sender has a CKPT_TOKEN and this side has none; start both "
              "with the same CKPT_TOKEN");
      return false;
    }
    proved_ = true;
    if (sys::getrandom(&session_.receiver_nonce, sizeof(Digest)).value() !=
        sizeof(Digest)) {
      why.set("the kernel gives no random numbers");
      return false;
    }
    return say(RecordType::kChallenge, why) &&
           hear(RecordType::kProof, why) && file_.open(arriving.view(), why) &&
           file_.enough_space(session_.image_size, why) &&
           say(RecordType::kAccept, why) && take_image(why) &&
           publish(arriving, why);
  }

  bool take_image(Reason &why) {
    u8 block[kBlock];
    Sha256 hash;
    for (u64 at = 0; at < session_.image_size;) {
      size_t size = min<u64>(session_.image_size - at, sizeof block);
      if (!link_.receive(block, size, why) ||
          !file_.write(block, size, at, why))
        return false;
      hash.add({block, size});
      at += size;
    }
    Digest own = hash.finish();
    if (!hear(RecordType::kSeal, why))
      return false;
    if (equal(own, session_.image_digest))
      return true;
    why.set("the image was changed on its way: its digest is not the sender's");
    return false;
  }

  Link link_;
  Session session_;
  TemporaryImage file_;
  u8 head_[4] = {};
  bool proved_ = false;
};

// A write past the limit of file sizes is an error here, not a death.
class SizeSignalBlocked {
public:
  SizeSignalBlocked() {
    u64 set = signal_bit(SIGXFSZ);
    sys::rt_sigprocmask(SIG_BLOCK, &set, &before_).ignore();
  }
  ~SizeSignalBlocked() {
    u64 set = signal_bit(SIGXFSZ);
    __kernel_timespec none = {};
    sys::rt_sigtimedwait(&set, nullptr, &none).ignore();
    sys::rt_sigprocmask(SIG_SETMASK, &before_, nullptr).ignore();
  }

private:
  u64 before_ = 0;
};

void copy_name(ImageName &from, char (&to)[kPathMax]) {
  memcpy(to, from.c_str(), from.view().size + 1);
}

// F.arriving becomes F.  The job is ours by now: it starts in any case.
void take_final_name() {
  ImageName arriving(state.config.restart_image), image(state.config.image);
  ImageName migrated(image, kMigrated);
  Reason why;
  // The job has been here before.
  if (is_outdated(migrated, arriving))
    sys::unlink(migrated.c_str()).ignore();
  if (move_image(arriving, image, why))
    copy_name(image, state.config.restart_image);
  else
    error(why, "; the job runs, and its image stays ", arriving);
}

} // namespace

bool receive(int fd, const char *image, Reason &why) {
  SizeSignalBlocked blocked;
  Room size(RLIMIT_FSIZE), descriptors(RLIMIT_NOFILE);
  ImageName name(image), arriving(name, kArriving);
  Receiver receiver(fd);
  if (arriving.cut() || !receiver.run(name, why)) {
    if (arriving.cut())
      why.set("the name of the checkpoint file is too long");
    receiver.refuse(why);
    return false;
  }
  receiver.keep();
  copy_name(name, state.config.image);
  copy_name(arriving, state.config.restart_image);
  state.config.restart = true;
  return true;
}

bool is_arriving() { return arrival.waits; }

int &connection() { return arrival.fd; }

bool confirm(Reason &why) {
  Session session = current_session();
  Link link(arrival.fd, step_limit());
  RecordType due[] = {RecordType::kCommit, RecordType::kWithdraw}, type;
  if (arrival.proved) {
    u64 sent = 0;
    bool said = link.send(
        make_record(RecordType::kReady, session).bytes(), why, &sent);
    arrival.ready_said = sent != 0;
    if (!said || !link.receive_record({due, 2}, session, type, step_limit(),
                                      why))
      return false;
    if (type == RecordType::kWithdraw) {
      arrival.ready_said = false;
      why.set("the sender took it back: the job goes on there");
      return false;
    }
  }
  take_final_name();
  Reason ignored; // the sender says what it means when this does not arrive
  if (arrival.proved)
    link.send(make_record(RecordType::kStarted, session), ignored);
  link.close();
  arrival = {};
  arrival.fd = -1;
  notice("the job has arrived and goes on here; its image is ",
         state.config.restart_image);
  return true;
}

void refuse_arrival(Reason &why) {
  Link link(arrival.fd, step_limit());
  ImageName arriving(state.config.restart_image);
  if (!arrival.ready_said) {
    sys::unlink(arriving.c_str()).ignore();
    link.refuse_and_close(why.view());
  } else {
    why.add(full_stop(why), "It had said that it is ready, and was not told to start: the "
            "job goes on where it was, or has left there. If the sender says "
            "that it has left and it runs nowhere, start it with: ",
            state.executable, " -_condor_restart ", arriving,
            "; else remove that file");
    link.close();
  }
  arrival = {};
  arrival.fd = -1;
}

} // namespace ckpt::migrate
