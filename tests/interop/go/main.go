// Speaks for the Go module github.com/livekit/protocol/auth, which LiveKit's server uses itself: one JSON question a
// line comes in, one JSON answer a line goes out.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/encoding/protojson"
)

const module = "github.com/livekit/protocol"

type question struct {
	APIKey    string  `json:"apiKey"`
	APISecret string  `json:"apiSecret"`
	Verify    *string `json:"verify"`
	Sign      *wish   `json:"sign"`
}

type wish struct {
	Identity      string                   `json:"identity"`
	Name          string                   `json:"name"`
	TTL           int64                    `json:"ttl"`
	Metadata      string                   `json:"metadata"`
	Attributes    map[string]string        `json:"attributes"`
	Kind          string                   `json:"kind"`
	KindDetails   []string                 `json:"kindDetails"`
	Video         *auth.VideoGrant         `json:"video"`
	SIP           *auth.SIPGrant           `json:"sip"`
	Agent         *auth.AgentGrant         `json:"agent"`
	Inference     *auth.InferenceGrant     `json:"inference"`
	Observability *auth.ObservabilityGrant `json:"observability"`
	AgentEndpoint *auth.AgentEndpointGrant `json:"agentEndpoint"`
	AgentThread   *auth.AgentThreadGrant   `json:"agentThread"`
	RoomPreset    string                   `json:"roomPreset"`
	RoomConfig    json.RawMessage          `json:"roomConfig"`
	Sha256        string                   `json:"sha256"`
}

type claims map[string]json.RawMessage

type answer struct {
	Version  string    `json:"version,omitempty"`
	Missing  string    `json:"missing,omitempty"`
	Signed   *signed   `json:"signed,omitempty"`
	Accepted *accepted `json:"accepted,omitempty"`
	Refused  *refused  `json:"refused,omitempty"`
}

type signed struct {
	Token  string `json:"token"`
	Claims claims `json:"claims"`
}

type accepted struct {
	Claims claims `json:"claims"`
}

type refused struct {
	Why string `json:"why"`
}

func sign(apiKey, apiSecret string, wish *wish) (*signed, error) {
	token := auth.NewAccessToken(apiKey, apiSecret).
		SetIdentity(wish.Identity).
		SetName(wish.Name).
		SetValidFor(time.Duration(wish.TTL) * time.Second).
		SetMetadata(wish.Metadata).
		SetAttributes(wish.Attributes).
		SetVideoGrant(wish.Video).
		SetSIPGrant(wish.SIP).
		SetAgentGrant(wish.Agent).
		SetInferenceGrant(wish.Inference).
		SetObservabilityGrant(wish.Observability).
		SetAgentEndpointGrant(wish.AgentEndpoint).
		SetAgentThreadGrant(wish.AgentThread).
		SetRoomPreset(wish.RoomPreset).
		SetSha256(wish.Sha256).
		// What is tried has the credentials of a storage too.
		SetAllowSensitiveCredentials(true)
	if wish.Kind != "" {
		kind, ok := livekit.ParticipantInfo_Kind_value[strings.ToUpper(wish.Kind)]
		if !ok {
			return nil, fmt.Errorf("there is no kind %q", wish.Kind)
		}
		token.SetKind(livekit.ParticipantInfo_Kind(kind))
	}
	var details []livekit.ParticipantInfo_KindDetail
	for _, name := range wish.KindDetails {
		detail, ok := livekit.ParticipantInfo_KindDetail_value[strings.ToUpper(name)]
		if !ok {
			return nil, fmt.Errorf("there is no detail %q", name)
		}
		details = append(details, livekit.ParticipantInfo_KindDetail(detail))
	}
	token.SetKindDetail(details...)
	if wish.RoomConfig != nil {
		config := &livekit.RoomConfiguration{}
		if err := protojson.Unmarshal(wish.RoomConfig, config); err != nil {
			return nil, err
		}
		token.SetRoomConfig(config)
	}
	jwt, err := token.ToJWT()
	if err != nil {
		return nil, err
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(jwt, ".")[1])
	if err != nil {
		return nil, err
	}
	written := claims{}
	if err := json.Unmarshal(payload, &written); err != nil {
		return nil, err
	}
	return &signed{Token: jwt, Claims: written}, nil
}

// Verifies as the server does: the token itself says which key it is of, and that one must be known.
func verify(apiKey, apiSecret, token string) (*accepted, error) {
	verifier, err := auth.ParseAPIToken(token)
	if err != nil {
		return nil, err
	}
	secret := auth.NewSimpleKeyProvider(apiKey, apiSecret).GetSecret(verifier.APIKey())
	if secret == "" {
		return nil, errors.New("unknown API key")
	}
	registered, grants, err := verifier.Verify(secret)
	if err != nil {
		return nil, err
	}
	read, err := members(registered)
	if err != nil {
		return nil, err
	}
	granted, err := members(grants)
	if err != nil {
		return nil, err
	}
	maps.Copy(read, granted)
	return &accepted{Claims: read}, nil
}

func members(object any) (claims, error) {
	document, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	members := claims{}
	return members, json.Unmarshal(document, &members)
}

func answerTo(line []byte) (answer, error) {
	var question question
	if err := json.Unmarshal(line, &question); err != nil {
		return answer{}, err
	}
	var err error
	var answer answer
	if question.Sign != nil {
		answer.Signed, err = sign(question.APIKey, question.APISecret, question.Sign)
	} else {
		answer.Accepted, err = verify(question.APIKey, question.APISecret, *question.Verify)
	}
	if err != nil {
		answer.Refused = &refused{Why: err.Error()}
	}
	return answer, nil
}

func version() string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == module {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return "unknown"
}

func run() error {
	answers := json.NewEncoder(os.Stdout)
	if err := answers.Encode(answer{Version: version()}); err != nil {
		return err
	}
	questions := bufio.NewReader(os.Stdin)
	for {
		// Not with bufio.Scanner, which takes no line of more than 64 KiB.
		line, readError := questions.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			answer, err := answerTo(line)
			if err != nil {
				return err
			}
			if err := answers.Encode(answer); err != nil {
				return err
			}
		}
		if readError != nil {
			return nil
		}
	}
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
