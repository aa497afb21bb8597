// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sender.
#include "runtime/migrate/migrate.h"

#include "runtime/ckpt/deliver.h"
#include "runtime/ckpt/checkpoint.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/room.h"
#include "runtime/migrate/image_name.h"
#include "runtime/migrate/limits.h"
#include "runtime/migrate/link.h"
#include "runtime/migrate/resolve.h"
#include "runtime/migrate/token.h"
#include "runtime/sys/keeper.h"

namespace ckpt::migrate {

namespace {

constexpr size_t kBlock = 32 << 10;

class Sender {
public:
  explicit Sender(const Target &target)
      : target_(target), link_(-1, step_limit()) {}
  ~Sender() {
    link_.close();
    if (image_ >= 0)
      sys::close(image_).ignore();
  }

  // Steps: open the image -> connect -> plain, or hello to commit.
  Outcome run(const AddressList &addresses, Reason &why) {
    image_name_.set(state.config.image);
    if (!open_image(why) || !connect(addresses, why))
      return Outcome::kStayed;
    Outcome outcome = has_token() ? send_proved(why) : send_plain(why);
    if (outcome == Outcome::kStayed) {
      Reason text("to ", target_.host, " port ", u32{target_.port}, ": ", why);
      why.set(text);
    }
    return outcome;
  }

private:
  bool open_image(Reason &why) {
    SysResult opened =
        sys::open_own(image_name_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    image_ = opened.ok() ? opened.fd() : -1;
    if (opened.ok() && sys::fstat(image_, image_stat_).ok())
      return true;
    why.set("the checkpoint just written, ", image_name_,
            ", cannot be opened (errno ", opened.error(), ")");
    return false;
  }

  bool connect(const AddressList &addresses, Reason &why) {
    for (size_t i = 0; i < addresses.count; ++i)
      if (link_.connect(addresses.entries[i], target_.port, look_up_limit(),
                        why))
        return true;
    Reason last(why);
    why.set(target_.host, " port ", u32{target_.port},
            " cannot be reached: ", last);
    if (addresses.count > 1)
      why.add(" (the last of ", addresses.count, " addresses)");
    return false;
  }

  // The image's bytes, each block with a deadline; their digest is taken on
  // the way.
  bool send_bytes(Reason &why) {
    u8 block[kBlock];
    Sha256 hash;
    u64 size = static_cast<u64>(image_stat_.st_size);
    for (u64 at = 0; at < size;) {
      SysResult n =
          sys::pread(image_, block, min<u64>(size - at, kBlock), at);
      if (!n.ok() || n.value() == 0) {
        why.set("the checkpoint ", image_name_, " cannot be read back (errno ",
                n.error(), ")");
        return false;
      }
      Bytes bytes = {block, static_cast<size_t>(n.value())};
      hash.add(bytes);
      if (!link_.send_image(bytes, why)) {
        link_.prefer_refusal(0, why);
        return false;
      }
      at += bytes.size;
    }
    session_.image_digest = hash.finish();
    return true;
  }

  Outcome send_plain(Reason &why) {
    notice("CKPT_TOKEN is not set: the link to ", target_.host, " port ",
           u32{target_.port}, " is not authenticated, and the other side "
           "cannot confirm that it has the image");
    if (!send_bytes(why) || !link_.finish_sending(why))
      return Outcome::kStayed;
    Reason refusal;
    link_.prefer_refusal(Link::kLastWords, refusal);
    if (refusal.empty())
      return Outcome::kSentPlain;
    why.set(refusal);
    return Outcome::kStayed;
  }

  bool answer(RecordType due, u32 seconds, Reason &why) {
    RecordType type;
    return link_.receive_record({&due, 1}, session_, type, seconds, why);
  }
  bool say(RecordType type, Reason &why) {
    return link_.send(make_record(type, session_), why);
  }

  // The challenge did not come, or without a good proof.
  void explain_silence(Reason &why) {
    if (why.view().starts_with(kOtherToken)) {
      Reason ignored;
      link_.send(make_refusal("the CKPT_TOKENs of the two sides differ; start "
                              "both with the same one"),
                 ignored);
    } else if (!why.view().starts_with("the other side refused")) {
      why.add("; does a program listen there that has a CKPT_TOKEN too?");
    }
  }

  bool begin(Reason &why) {
    session_.key = token_key();
    session_.image_size = static_cast<u64>(image_stat_.st_size);
    SysResult random =
        sys::getrandom(&session_.sender_nonce, sizeof(Digest));
    if (random.value() != sizeof(Digest)) {
      why.set("the kernel gives no random numbers (errno ", random.error(),
              ")");
      return false;
    }
    if (!say(RecordType::kHello, why) ||
        !answer(RecordType::kChallenge, step_limit(), why)) {
      explain_silence(why);
      return false;
    }
    return say(RecordType::kProof, why) &&
           answer(RecordType::kAccept, step_limit(), why);
  }

  Outcome send_proved(Reason &why) {
    u64 size = static_cast<u64>(image_stat_.st_size);
    if (!begin(why) || !send_bytes(why) || !say(RecordType::kSeal, why))
      return Outcome::kStayed;
    if (answer(RecordType::kReady, ready_limit(size), why))
      return commit(why);
    // Lost or not, READY has no effect without a COMMIT.
    withdraw();
    return Outcome::kStayed;
  }

  void withdraw() {
    Reason ignored;
    say(RecordType::kWithdraw, ignored);
  }

  // Nobody else has put another image there meanwhile.
  bool is_our_image() {
    struct stat now;
    return sys::lstat(image_name_.c_str(), now).ok() &&
           now.st_dev == image_stat_.st_dev && now.st_ino == image_stat_.st_ino;
  }

  // Once the image has its new name nothing starts the job here by itself.
  Outcome commit(Reason &why) {
    ImageName migrated(image_name_, kMigrated);
    if (link_.is_dead()) {
      why.set("the other side closed the connection");
      return Outcome::kStayed;
    }
    if (!is_our_image())
      why.set("another process has replaced ", image_name_);
    FirstImage first;
    if (!is_our_image() || !first.put_aside(image_name_, why) ||
        !move_image(image_name_, migrated, why)) {
      first.put_back();
      withdraw();
      return Outcome::kStayed;
    }
    u64 sent = 0;
    Record record = make_record(RecordType::kCommit, session_);
    bool said = link_.send(record.bytes(), why, &sent);
    // Not one byte has left: nobody can have it.
    if (!said && !sent && move_image(migrated, image_name_, why)) {
      first.put_back();
      why.set("the other side closed the connection");
      return Outcome::kStayed;
    }
    bool confirmed =
        said && answer(RecordType::kStarted, step_limit(), why);
    report(confirmed, migrated, why);
    return Outcome::kCommitted;
  }

  // Empties `why` when all is well, else makes it the whole line.
  void report(bool confirmed, const ImageName &migrated, Reason &why) {
    if (confirmed) {
      why.set("the job has moved to ", target_.host, " port ",
              u32{target_.port},
              " and runs there; its last image here is now ", migrated);
      report_line("Condor: ", why.view());
      why.clear();
      return;
    }
    Reason problem(why);
    why.set("the job has left for ", target_.host, " port ",
            u32{target_.port}, ", and it was not confirmed that it runs there (",
            problem,
            "). Look there first. If it does not run, start it by hand, there "
            "with -_condor_restart IMAGE.arriving or here with: ",
            state.executable, " -_condor_restart ", migrated,
            " - on one side only");
    error(why);
  }

  const Target &target_;
  Link link_;
  Session session_;
  ImageName image_name_;
  int image_ = -1;
  struct stat image_stat_ = {};
};

} // namespace

Outcome migrate_to(const Interrupted &interrupted, const Target &target,
                   Reason &why) {
  Room descriptors(RLIMIT_NOFILE);
  ImageToFile for_now;
  AddressList addresses;
  if (!find_addresses(target.host, look_up_limit(), addresses, why) ||
      !checkpoint(interrupted, /*leaves=*/true, why))
    return Outcome::kStayed;
  return Sender(target).run(addresses, why);
}

} // namespace ckpt::migrate
