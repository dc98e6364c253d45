"""The simulated service of electronic vaccination booklets (« carnets », CVE).

An invention of this program for tests and demonstrations: the real interface is not public. It
follows cve.md §5; what §5 leaves open is decided here. It never passes for the real one: every
answer bears ``X-Simulateur: AlmaPy``, people and texts are invented.

Two addresses, both with the base path ``/cve/v1`` and a certificate of the simulator's own
authority: ``url`` (password, then ``Authorization: Bearer`` token) and ``mtls_url`` (the client
certificate tells who calls; a token is not needed there, one that is sent must be right). JSON in
UTF-8, days « AAAA-MM-JJ », moments in UTC with a final Z. Bodies hold at most 64 KiB, no unknown
field, no field twice. A refusal is ``{"error": {"code", "message", "field"}}``; what belongs to it
stands beside ``error``: ``errors`` (each ``{"field", "code", "message"}``, one per wrong field),
``tries_left``, ``id`` (of the twin), ``current`` (the object as it is). Without a right token or
certificate: 401 ``jeton_manquant``, ``jeton_inconnu``, ``jeton_expire``, ``certificat_requis``,
``certificat_expire``, ``certificat_revoque``; a certificate of another authority ends the TLS
handshake. Refused whatever the call: 400 ``requete_invalide``, 404 ``inconnu``, 405
``methode_refusee``, 413 ``corps_trop_long``, 415 ``type_refuse``, 422 (``champ_inconnu``,
``champ_obligatoire``, ``type_invalide``, ``date_invalide``…), 503 ``indisponible`` (tests).

================================================  ================================================
``POST /token``                                   email, password: 200 access_token, expires_in
                                                  (900); 401 ``identifiants_invalides``; after 5
                                                  failures 429 ``trop_d_essais`` for 15 minutes
``POST /accounts``                                (ours) email, password, accept_conditions (true),
                                                  subscription « individuel », « collectif » or
                                                  « code_inscription » (with registration_code);
                                                  mobile, prepaid_code optional: 201 email; 422
``POST /password-reminders``                      (ours) email: 202, whether it is known or not
``POST /certificates/withdraw``                   withdrawal_code: 200 PKCS#12 (its password is the
                                                  code); 404 ``code_inconnu``; 410
                                                  ``code_deja_utilise``, ``code_expire``
``GET /me``                                       name, rpps, email, records_count
``POST /records`` + Idempotency-Key               birth_name, first_names, birth_date, gender (m/f)
                                                  and email, of which none may lack; last_name,
                                                  zip_code, phone, external_id: 201 uuid, pseudo,
                                                  share_code, share_expires_at; replay 200
``GET /records?external_id=``                     list of 0 or 1 (the newest that is open)
``GET /records/{uuid}``                           the fields above, uuid, pseudo, etag, updated_at,
                                                  counts {vaccinations, deleted}; 403
                                                  ``acces_revoque``
``POST /share-codes/resolve``                     code: 200 request_id, records [{ref, pseudo}];
                                                  404 ``code_inconnu``; 410 ``code_expire``
``POST /share-requests/{id}/records/{ref}``       birth_date: 200 uuid; 422
                                                  ``date_naissance_incorrecte`` with tries_left 2,
                                                  then 1; the third wrong one and all that follow
                                                  423 ``verrouille``; after an hour 410
                                                  ``demande_expiree``
``POST /records/{uuid}/share-code``               email: 201 share_code, share_expires_at; the old
                                                  code is void; 429 ``trop_tot`` within 60 s of
                                                  the last one resent
``GET /records/{uuid}/vaccinations?since=``       etag, items, deleted (all of them without since);
                                                  since is the etag of an earlier answer
``POST /records/{uuid}/vaccinations`` + key       201 the object; replay 200; 409 ``doublon``; 422
``PUT /records/{uuid}/vaccinations/{id}``         + If-Match: 200; 412 ``modifie_entre_temps``;
                                                  409; 403 ``valide_par_un_autre``
``DELETE`` the same                               + If-Match: 204; 403; 404; 412
``GET /records/{uuid}/recommendations?on=``       computed_on, engine, items
``GET /vaccines?q=&disease=&cip13=``              items: at most 50 rows of the reference
================================================  ================================================

**Vaccinations.** The vaccine is ``nuva``, ``cip13`` or both when they agree, at the top or in an
object ``vaccine``; ``date`` is a whole day. ``lot``, ``expiry``, ``serial``, ``route``, ``site``,
``booster``, ``dose_rank``, ``comment``, ``source`` may lack or be null. A PUT may carry the object
as it was answered: what only the service writes (id, label, validated, author, updated_at, etag)
is ignored there. What a professional writes is validated by them; nobody else may then change or
delete it. If-Match may stand between quotes or not; without it: 428 ``if_match_requis``.

**Idempotency-Key** is a UUID: without it 400 ``cle_absente``; the same key on the same path by the
same account with another body: 409 ``cle_deja_utilisee``. Only what was stored is remembered.

**Share codes** open the carnets of one patient account, that is of one e-mail address; the first
professional who gives one is the only one to whom it says anything (404 to others). A new code
after a revocation gives access again.

**For tests**, without a token: ``GET /_test/outbox`` (items: to, subject, text, at, code),
``GET /_test/keys`` (each Idempotency-Key with ``received`` and ``stored``), ``POST /_test/clock``
({"now": moment}, {"advance": seconds} or {} for the true time), ``POST /_test/fail?next=3`` with
``&status=503&mode=status`` (or ``drop_before``, ``drop_after_storing``, ``slow`` with
``seconds=``; ``path=`` limits it to calls whose path begins so; ``next=0`` ends it),
``POST /_test/revoke/{uuid}`` (every professional loses the carnet). The same is
``CveEndpoint.control`` in the same process; names, codes and passwords that exist from the start
are in ``fixtures``.

A file keeps all of it from one start to the next, but tokens, failures and what a test commanded.
The certificate authority is kept in it too: it vouches for invented people on this computer only.
"""
