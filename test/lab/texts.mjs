// Texts that are not ours: how a rendered file would look with a mistake in it, and the vendor's samples.

/** `text` with `from` replaced: an error where it is not there, so that a lab run never shows something else. */
export function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`The rendered file has no ${JSON.stringify(from)} any more.`);
  return text.replace(from, to);
}

/**
 * The sample of the vendor's page "Binding and Unbinding HAVIPs" (Operation example) with the address of the lab's HAVIP,
 * its comments in their places. `mended`: with the blank that its first line lacks.
 */
export function operationSample(havip, { mended = false } = {}) {
  return `vrrp_instance${mended ? " " : ""}VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 100
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass 1111   //Password
    }
    virtual_ipaddress {     //Enter HAVIP when setting a floating IP address
       ${havip}
    }
}
`;
}

/**
 * What the vendor's "Best Practices of Configuring HAVIP with keepalived" (product/215/20186) sets, with the addresses of the
 * lab; its mail addresses and comments are left out.
 */
export function bestPracticeSample({ own, peer, havip }) {
  const notify = ["master", "backup", "fault", "stop"].map(
    (state) => `    notify_${state} "/etc/keepalived/notify_action.sh ${state.toUpperCase()}"`,
  );
  return `global_defs {
    router_id LVS_DEVEL
    vrrp_skip_check_adv_addr
    vrrp_garp_interval 0
    vrrp_gna_interval 0
}
vrrp_script checkhaproxy
{
    script "/etc/keepalived/do_sth.sh"
    interval 5
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    nopreempt
    priority 100
    advert_int 5
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    unicast_src_ip ${own}
    unicast_peer {
        ${peer}
    }
    virtual_ipaddress {
        ${havip}
    }
${notify.join("\n")}
    garp_master_delay 1
    garp_master_refresh 5
    track_interface {
        eth0
    }
    track_script {
        checkhaproxy
    }
}
`;
}
