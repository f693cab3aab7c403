/** Tells an emulator what its cloud would notice: one thing after the other, so that the last claim is the last one told. */
export class Teller {
  #done = Promise.resolve();

  /** `failed` is told of what could not be told. */
  constructor(control, failed) {
    this.control = control;
    this.failed = failed;
  }

  /** A claim that passed the bridge is one that the cloud obeys. */
  announce(address, instanceId) {
    this.#tell(address, (havip) => this.control.announce(havip.HaVipId, instanceId));
  }

  /** The holder gave the address up. Of anybody else it means nothing. */
  release(address, instanceId) {
    this.#tell(address, (havip) => havip.InstanceId === instanceId && this.control.release(havip.HaVipId));
  }

  /** Settles once everything so far has been told. */
  done() {
    return this.#done;
  }

  #tell(address, how) {
    this.#done = this.#done
      .then(async () => {
        const { havips } = await this.control.state();
        const havip = havips.find(({ Vip }) => Vip === address);
        if (havip !== undefined) await how(havip);
      })
      .catch(this.failed);
  }
}
